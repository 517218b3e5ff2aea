namespace RaftLog.Metadata;

/// <summary>Takes a broker that is gone for good out of the cluster.</summary>
public sealed partial class UnregisterBrokerCommand
{
    /// <summary>The broker's number.</summary>
    public int BrokerId { get; set; }
}
