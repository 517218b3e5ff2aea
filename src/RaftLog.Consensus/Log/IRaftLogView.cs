using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// What the core asks of the log: how much of it fits into one append. Asked only inside <see cref="RaftCore.CollectMessages"/>, when
/// everything up to <see cref="RaftCore.LastIndex"/> has been written (not necessarily flushed). The terms are the core's own knowledge.
/// </summary>
public interface IRaftLogView
{
    /// <summary>
    /// The last index of the longest run of entries that starts at <paramref name="from"/> and takes at most <paramref name="maxBytes"/>;
    /// always at least <paramref name="from"/> itself, however large that entry is. An index below <paramref name="from"/> says that
    /// the entry cannot be read as an entry any more (compaction has been over it), so that the follower needs a snapshot.
    /// </summary>
    /// <param name="from">The first entry wanted; between the first and the last index of the log.</param>
    /// <param name="maxBytes">The limit in bytes, as <see cref="EntryDescriptor.Bytes"/> counts them.</param>
    /// <param name="bytes">What the run takes, in bytes.</param>
    LogIndex LastIndexWithin(LogIndex from, int maxBytes, out long bytes);
}
