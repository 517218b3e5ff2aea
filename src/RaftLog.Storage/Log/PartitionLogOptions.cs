namespace RaftLog.Storage;

/// <summary>The settings of one log; topic configuration decides them.</summary>
public sealed record PartitionLogOptions
{
    /// <summary>The least that <see cref="IndexIntervalBytes"/> can be.</summary>
    public const int LeastIndexIntervalBytes = 64;

    /// <summary>
    /// The length at which a segment file is sealed and a new one begun, in bytes (<c>segment.bytes</c>). A frame is never split, so one
    /// frame larger than this gets a segment of its own. Small values cost files and directory flushes; default 128 MiB.
    /// </summary>
    public int SegmentBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>
    /// The number of log bytes between two entries of the sparse index (<c>index.interval.bytes</c>). Smaller finds faster and holds more
    /// in memory (32 bytes an entry); default 16 KiB.
    /// </summary>
    public int IndexIntervalBytes { get; init; } = 16 * 1024;

    /// <summary>When an entry counts as persisted; default <see cref="FlushMode.Always"/>.</summary>
    public FlushMode Flush { get; init; } = FlushMode.Always;

    /// <summary>How long written bytes may wait for a flush with <see cref="FlushMode.Interval"/> (<c>flush.ms</c>); default 1 s.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether <see cref="PartitionLog.CommandIndexes"/> lists the commands of the log, at the price of an index record for each. Right where
    /// commands are rare among data (the default); a log of nothing but commands goes without. Fixed when the log is opened.
    /// </summary>
    public bool FindsCommands { get; init; } = true;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentException">The message names the setting and what it accepts.</exception>
    public void Validate()
    {
        if (SegmentBytes < 4096)
        {
            throw new ArgumentException($"{nameof(SegmentBytes)} is {SegmentBytes}; it must be at least 4096.");
        }

        if (IndexIntervalBytes < LeastIndexIntervalBytes)
        {
            throw new ArgumentException($"{nameof(IndexIntervalBytes)} is {IndexIntervalBytes}; it must be at least {LeastIndexIntervalBytes}.");
        }

        if (FlushInterval <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{nameof(FlushInterval)} is {FlushInterval}; it must be positive.");
        }
    }
}
