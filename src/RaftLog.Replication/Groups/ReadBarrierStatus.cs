namespace RaftLog.Replication;

/// <summary>How a read barrier ended.</summary>
public enum ReadBarrierStatus
{
    /// <summary>Everything acknowledged before the barrier was asked for is applied here now.</summary>
    Passed,

    /// <summary>This replica does not lead, or ceased to before a majority confirmed it.</summary>
    NotLeader,

    /// <summary>Too many barriers wait already.</summary>
    Busy,

    /// <summary>The group is offline or closed.</summary>
    Offline,
}
