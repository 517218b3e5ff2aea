namespace RaftLog.Storage;

/// <summary>How much a log would gain from compaction, as of now.</summary>
/// <param name="CleanBytes">The bytes of the segments that are cleaned already and would be written again.</param>
/// <param name="DirtyBytes">The bytes of the sealed segments behind them that may be cleaned now.</param>
/// <param name="IsOverdue">Whether the first record among the latter is older than the longest lag.</param>
public readonly record struct CompactionNeed(long CleanBytes, long DirtyBytes, bool IsOverdue)
{
    /// <summary>The part that is new; 0 when nothing can be cleaned.</summary>
    public double DirtyRatio => DirtyBytes == 0 ? 0 : (double)DirtyBytes / (CleanBytes + DirtyBytes);

    /// <summary>Whether compaction is due by these settings.</summary>
    public bool IsDue(CompactionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DirtyBytes > 0 && (IsOverdue || DirtyRatio >= options.MinDirtyRatio);
    }
}
