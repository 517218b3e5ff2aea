using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>Something that must hold of a replica after each turn of its broker. It remembers what it needs over restarts.</summary>
internal interface IReplicaRule
{
    /// <summary>What is wrong, in words; null when all is well.</summary>
    string? Check(RaftGroup replica);
}
