namespace RaftLog.Chaos;

/// <summary>What a <see cref="PeerProxy"/> does to the bytes of one direction between two brokers.</summary>
internal sealed record LinkCondition
{
    /// <summary>Nothing is done to them.</summary>
    public static LinkCondition Healthy { get; } = new();

    /// <summary>Nothing passes, and nobody is told: connections stay open. What was under way arrives once the link is whole again.</summary>
    public bool IsCut { get; init; }

    /// <summary>How much later they arrive.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How many pass in a second; 0 is as many as come.</summary>
    public int BytesPerSecond { get; init; }

    /// <summary>The share of chunks that wait for a retransmission.</summary>
    public double LossRate { get; init; }

    /// <summary>How long a retransmission takes.</summary>
    public TimeSpan Retransmission { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The share of chunks at which the connection is reset.</summary>
    public double ResetRate { get; init; }
}
