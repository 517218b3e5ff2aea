namespace RaftLog.Broker;

/// <summary>What bounds consumer groups. Kafka's name for each knob stands in its text.</summary>
public sealed class GroupCoordinatorOptions
{
    /// <summary>The shortest session timeout a member may ask for (<c>group.min.session.timeout.ms</c>); below it members get INVALID_SESSION_TIMEOUT. Default 6 s.</summary>
    public TimeSpan MinSessionTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>The longest session timeout a member may ask for (<c>group.max.session.timeout.ms</c>). Default 30 min.</summary>
    public TimeSpan MaxSessionTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long the first generation of an empty group waits for more members after the latest one (<c>group.initial.rebalance.delay.ms</c>).
    /// Default 500 ms, not Kafka's 3 s: processes of one deployment start well within it, a later one costs one cheap rebalance,
    /// and every first start of a consumer pays the delay. 0 in tests.
    /// </summary>
    public TimeSpan InitialRebalanceDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The most members of a group, those included that were only given an id (<c>group.max.size</c>); more get GROUP_MAX_SIZE_REACHED. Default 10,000.</summary>
    public int MaxGroupSize { get; set; } = 10_000;

    /// <summary>What bounds groups whose coordinator assigns (KIP-848).</summary>
    public ConsumerProtocolOptions Consumer { get; set; } = new();

    /// <summary>The longest metadata of a committed offset in bytes (<c>offset.metadata.max.bytes</c>); longer gets OFFSET_METADATA_TOO_LARGE. Default 4096.</summary>
    public int MaxOffsetMetadataBytes { get; set; } = 4096;

    /// <summary>How long a group without members is remembered in memory; its committed offsets do not depend on it. Default 10 min.</summary>
    public TimeSpan EmptyGroupRetention { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long committed offsets are kept of a group without members (<c>offsets.retention.minutes</c>), and in topics that none of its members reads.
    /// Default 7 days.
    /// </summary>
    public TimeSpan OffsetsRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The time between two looks for expired offsets (<c>offsets.retention.check.interval.ms</c>), and how long a new coordinator waits for the members
    /// of the one before until it looks at all. Default 10 min.
    /// </summary>
    public TimeSpan OffsetsRetentionCheckInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        OptionCheck.Require(MinSessionTimeout > TimeSpan.Zero, nameof(MinSessionTimeout), "more than 0");
        OptionCheck.Require(MaxSessionTimeout >= MinSessionTimeout, nameof(MaxSessionTimeout), $"at least {nameof(MinSessionTimeout)}");
        OptionCheck.Require(InitialRebalanceDelay >= TimeSpan.Zero, nameof(InitialRebalanceDelay), "0 or more");
        Consumer.Validate();
        OptionCheck.Require(MaxGroupSize >= 1, nameof(MaxGroupSize), "at least 1");
        OptionCheck.Require(MaxOffsetMetadataBytes >= 0, nameof(MaxOffsetMetadataBytes), "0 or more");
        OptionCheck.Require(OffsetsRetention > TimeSpan.Zero, nameof(OffsetsRetention), "more than 0");
        OptionCheck.Require(OffsetsRetentionCheckInterval > TimeSpan.Zero, nameof(OffsetsRetentionCheckInterval), "more than 0");
        OptionCheck.Require(EmptyGroupRetention > TimeSpan.Zero, nameof(EmptyGroupRetention), "more than 0");
    }
}
