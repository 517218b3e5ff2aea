namespace RaftLog.Broker.Partitions;

/// <summary>What a broker does about its replica of a partition.</summary>
internal enum ReplicaAction
{
    /// <summary>There is none to have, or the image is too old to say.</summary>
    None,

    /// <summary>Open the one that is there.</summary>
    Keep,

    /// <summary>Keep the one that is there, and tell the controller that it need not be replaced.</summary>
    KeepAndReport,

    /// <summary>Create an empty one.</summary>
    Create,

    /// <summary>Tell the controller that the one wanted here is lost.</summary>
    ReportLost,

    /// <summary>Delete the one that is there: it belongs to the group no more.</summary>
    Delete,
}
