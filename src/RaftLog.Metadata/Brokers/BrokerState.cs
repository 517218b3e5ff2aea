namespace RaftLog.Metadata;

/// <summary>Where a broker stands in the cluster.</summary>
/// <remarks>Starting → Fenced ⇄ Ready, and from each of these → ShuttingDown → Stopped.</remarks>
public enum BrokerState
{
    /// <summary>Not registered yet.</summary>
    Starting,

    /// <summary>Registered, but taken for gone: not caught up yet, or silent for too long.</summary>
    Fenced,

    /// <summary>Live: it has the metadata and the cluster knows of it.</summary>
    Ready,

    /// <summary>It has told, or is telling, the controller that it is about to stop.</summary>
    ShuttingDown,

    /// <summary>It says nothing any more and will be fenced.</summary>
    Stopped,
}
