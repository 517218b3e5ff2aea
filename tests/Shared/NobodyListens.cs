using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Tests;

/// <summary>For logs whose flushes nobody waits for. A failed one ends the flusher.</summary>
internal sealed class NobodyListens : IFlushListener
{
    public void LogPersisted(PartitionLog log, LogIndex upTo, Term term)
    {
    }

    public void LogFailed(PartitionLog log, LogOfflineException failure) => throw failure;

    public void HardStatePersisted(GroupId group, StoredHardState state)
    {
    }

    public void HardStateFailed(HardStateStore store, LogOfflineException failure) => throw failure;
}
