namespace RaftLog.Metadata;

/// <summary>A broker asks for producer ids to give out.</summary>
public sealed partial class AllocateProducerIdsCommand
{
    /// <summary>The broker's number.</summary>
    public int BrokerId { get; set; }

    /// <summary>The epoch of its registration.</summary>
    public long BrokerEpoch { get; set; }
}
