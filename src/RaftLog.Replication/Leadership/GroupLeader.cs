using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>Who leads a group, as far as was heard.</summary>
/// <param name="Leader">The broker that leads.</param>
/// <param name="Term">The term of that leadership.</param>
public readonly record struct GroupLeader(BrokerId Leader, Term Term);
