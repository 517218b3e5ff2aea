namespace RaftLog.Metadata;

/// <summary>How a broker keeps its place in the cluster.</summary>
public sealed class BrokerLifecycleOptions
{
    /// <summary>How often a live broker says so. Default 2 s; must be well below the controller's session timeout.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a broker says so that is fenced yet: how fast it becomes ready. Default 50 ms.</summary>
    public TimeSpan FencedHeartbeatInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a call to the controller may take before the next one begins. Default 4 s.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long to wait after a refused registration, because another broker has the number or the cluster is another one. Default 1 s.</summary>
    public TimeSpan RefusedPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    public void Validate()
    {
        Require(HeartbeatInterval > TimeSpan.Zero, nameof(HeartbeatInterval));
        Require(FencedHeartbeatInterval > TimeSpan.Zero, nameof(FencedHeartbeatInterval));
        Require(CallTimeout > TimeSpan.Zero, nameof(CallTimeout));
        Require(RefusedPause > TimeSpan.Zero, nameof(RefusedPause));
    }

    private static void Require(bool holds, string name)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(BrokerLifecycleOptions)}.{name} must be more than 0.");
        }
    }
}
