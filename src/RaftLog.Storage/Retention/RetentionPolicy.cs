namespace RaftLog.Storage;

/// <summary>How long a log keeps what, as its topic is configured now.</summary>
/// <param name="Age">How long records are kept at least (<c>retention.ms</c>); null for ever.</param>
/// <param name="Bytes">How many bytes are kept at least (<c>retention.bytes</c>); negative for no limit.</param>
/// <param name="SegmentAge">How old a segment grows before the next one begins (<c>segment.ms</c>).</param>
public sealed record RetentionPolicy(TimeSpan? Age, long Bytes, TimeSpan SegmentAge)
{
    /// <summary>How long an idempotent producer may be silent before the log forgets what it appended last (<c>producer.id.expiration.ms</c>); for ever by default.</summary>
    public TimeSpan ProducerSilence { get; init; } = TimeSpan.MaxValue;

    /// <summary>Keeps everything for ever, in segments that never grow old.</summary>
    public static RetentionPolicy KeepAll { get; } = new(null, -1, TimeSpan.MaxValue);
}
