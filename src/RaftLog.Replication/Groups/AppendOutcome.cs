using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>The result of an append.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Index">The index of the entry; zero unless <see cref="AppendStatus.Appended"/>.</param>
/// <param name="Term">The term of the entry, or of the replica when nothing was appended.</param>
/// <param name="BaseOffset">The offset of the first record of the batch, or of the original of a duplicate; -1 when nothing was appended.</param>
/// <param name="LogStartOffset">The first offset in the log at that time.</param>
public readonly record struct AppendOutcome(AppendStatus Status, LogIndex Index, Term Term, Offset BaseOffset, Offset LogStartOffset)
{
    private static readonly Offset NoOffset = new(-1);

    /// <summary>Whether the records are in the log, now or since an earlier try.</summary>
    public bool IsSuccess => Status is AppendStatus.Appended or AppendStatus.Duplicate;

    /// <summary>The outcome of an append that did not happen, or whose fate is unknown.</summary>
    public static AppendOutcome Failed(AppendStatus status, Term term) => new(status, LogIndex.Zero, term, NoOffset, NoOffset);
}
