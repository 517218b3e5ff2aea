namespace RaftLog.Server.Configuration;

/// <summary>What bounds consumer groups. Kafka's name for each setting stands in <see cref="SettingTable"/>.</summary>
public sealed class GroupOptions
{
    /// <summary>The shortest session timeout that a member may ask for, in milliseconds. Default 6,000.</summary>
    public int MinSessionTimeoutMs { get; set; } = 6_000;

    /// <summary>The longest session timeout that a member may ask for, in milliseconds. Default 1,800,000.</summary>
    public int MaxSessionTimeoutMs { get; set; } = 1_800_000;

    /// <summary>How long the first generation of a group waits for more members, in milliseconds. Default 500.</summary>
    public int InitialRebalanceDelayMs { get; set; } = 500;

    /// <summary>The most members of a group. Default 10,000.</summary>
    public int MaxSize { get; set; } = 10_000;

    /// <summary>How long offsets are kept of a group without members, in minutes. Default 10,080: a week.</summary>
    public int OffsetsRetentionMinutes { get; set; } = 10_080;

    /// <summary>The milliseconds between two looks for offsets that have expired. Default 600,000.</summary>
    public int OffsetsRetentionCheckIntervalMs { get; set; } = 600_000;

    /// <summary>How often members whose coordinator assigns (KIP-848) are told to send heartbeats, in milliseconds. Default 5,000.</summary>
    public int ConsumerHeartbeatIntervalMs { get; set; } = 5_000;

    /// <summary>How long such a member may be silent, in milliseconds. Default 45,000.</summary>
    public int ConsumerSessionTimeoutMs { get; set; } = 45_000;

    /// <summary>The most members of a group whose coordinator assigns. Default 10,000.</summary>
    public int ConsumerMaxSize { get; set; } = 10_000;
}
