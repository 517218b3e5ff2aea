using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// What the host recovered of a replica, handed to a new <see cref="RaftCore"/>. The log must be flushed up to <see
/// cref="PersistedIndex"/>.
/// </summary>
public sealed class RaftLogState
{
    /// <summary>The term and vote that were last flushed.</summary>
    public HardState HardState { get; init; } = HardState.Initial;

    /// <summary>The first entry that is in the log; 1 for a log that was never cut at the front.</summary>
    public LogIndex FirstIndex { get; init; } = new(1);

    /// <summary>The last entry in the log (inclusive); <c>FirstIndex - 1</c> for an empty one.</summary>
    public LogIndex LastIndex { get; init; } = LogIndex.Zero;

    /// <summary>
    /// The last entry that is on stable storage, at most <see cref="LastIndex"/>. Left out, all of the log counts as flushed: after a
    /// recovery the host flushes once before it says so, since what a killed process had written may be in the page cache only.
    /// </summary>
    public LogIndex? PersistedIndex { get; init; }

    /// <summary>The term of the entry before <see cref="FirstIndex"/>: the snapshot's, or 0 when the log starts at 1.</summary>
    public Term PrecedingTerm { get; init; } = Term.Zero;

    /// <summary>
    /// Where each term starts among the entries of the log, ascending; the first starts at <see cref="FirstIndex"/>. Empty for an empty
    /// log.
    /// </summary>
    public IReadOnlyList<TermStart> TermStarts { get; init; } = [];

    /// <summary>
    /// The configurations of this log, ascending. The first is the one in force before <see cref="FirstIndex"/>: the snapshot's, or the
    /// one that the group was created with. Empty for a replica that will learn it from its leader; until then it never campaigns.
    /// </summary>
    public IReadOnlyList<ConfigurationEntry> Configurations { get; init; } = [];

    /// <summary>
    /// An index known to be committed, such as the snapshot's or a checkpoint; a lower bound, raised to <c>FirstIndex - 1</c>.
    /// </summary>
    public LogIndex CommitIndex { get; init; } = LogIndex.Zero;
}
