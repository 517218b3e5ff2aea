using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Who is told what has become durable. Called on a flusher thread, for several targets at the same time when there are several threads;
/// an implementation only posts to a mailbox.
/// </summary>
public interface IFlushListener
{
    /// <summary>
    /// All entries of <paramref name="log"/> up to <paramref name="upTo"/> (inclusive) were durable when the flush ended. The entry may have
    /// been truncated since: compare <paramref name="term"/> with the term at that index.
    /// </summary>
    void LogPersisted(PartitionLog log, LogIndex upTo, Term term);

    /// <summary>A flush of <paramref name="log"/> failed; the log is offline.</summary>
    void LogFailed(PartitionLog log, LogOfflineException failure);

    /// <summary>This state of the group is durable. Later states of the same group are reported by later calls, in order.</summary>
    void HardStatePersisted(GroupId group, StoredHardState state);

    /// <summary>A hard state file cannot be written any more: no replica whose term and vote it holds may vote or answer again.</summary>
    void HardStateFailed(HardStateStore store, LogOfflineException failure);

    /// <summary>
    /// The flush of one target is over, and so are its reports: the flusher's thread holds no lock, and may be used to act on them.
    /// </summary>
    void FlushEnded()
    {
        // Whoever acts on the reports elsewhere needs no such time.
    }
}
