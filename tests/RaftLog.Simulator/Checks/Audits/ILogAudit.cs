using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Audits;

/// <summary>Compares something that a replica derives from its log with the log itself, as it is read from its files from the first frame to the last.</summary>
internal interface ILogAudit
{
    /// <summary>The reading begins.</summary>
    void Begin(RaftGroup replica);

    /// <summary>Looks at a frame whose checksums are right.</summary>
    /// <returns>What is wrong, in words; null when all is well.</returns>
    string? Look(RaftGroup replica, in AuditedFrame frame);

    /// <summary>The last frame has been read.</summary>
    /// <returns>What is wrong, in words; null when all is well.</returns>
    string? End(RaftGroup replica);
}
