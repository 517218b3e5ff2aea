namespace RaftLog.Broker;

/// <summary>What bounds groups whose coordinator assigns (KIP-848). Kafka's name for each knob stands in its text.</summary>
public sealed class ConsumerProtocolOptions
{
    /// <summary>How often members are told to send heartbeats (<c>group.consumer.heartbeat.interval.ms</c>). Default 5 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a member may be silent before it is put out (<c>group.consumer.session.timeout.ms</c>). Default 45 s.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>The most members of a group (<c>group.consumer.max.size</c>); more get GROUP_MAX_SIZE_REACHED. Default 10,000.</summary>
    public int MaxSize { get; set; } = 10_000;

    /// <summary>How partitions may be divided (<c>group.consumer.assignors</c>), the default first. Default <c>uniform</c>, <c>range</c>.</summary>
    public IReadOnlyList<string> Assignors { get; set; } = ["uniform", "range"];

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        OptionCheck.Require(HeartbeatInterval > TimeSpan.Zero, nameof(HeartbeatInterval), "more than 0");
        OptionCheck.Require(SessionTimeout > HeartbeatInterval, nameof(SessionTimeout), $"more than {nameof(HeartbeatInterval)}");
        OptionCheck.Require(MaxSize >= 1, nameof(MaxSize), "at least 1");
        OptionCheck.Require(
            Assignors.Count > 0 && Assignors.All(name => name is "uniform" or "range"), nameof(Assignors), "one or both of uniform and range");
    }
}
