namespace RaftLog.Storage;

/// <summary>The settings of one log's compaction; topic configuration decides them.</summary>
public sealed record CompactionOptions
{
    /// <summary>
    /// How long a tombstone stays after the first cleaning that found it (<c>delete.retention.ms</c>): the time that a reader who began at the
    /// start of the log has to see that a key is gone. Default one day.
    /// </summary>
    public TimeSpan DeleteRetention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How young a segment's newest record keeps it out of compaction (<c>min.compaction.lag.ms</c>); default none.</summary>
    public TimeSpan MinLag { get; init; }

    /// <summary>At which age of the first record that is not cleaned the ratio does not matter any more (<c>max.compaction.lag.ms</c>); default never.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.MaxValue;

    /// <summary>Which part of what could be cleaned must be new before it is worth it (<c>min.cleanable.dirty.ratio</c>); default one half.</summary>
    public double MinDirtyRatio { get; init; } = 0.5;
}
