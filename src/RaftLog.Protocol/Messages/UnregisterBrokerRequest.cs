using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Takes a broker that is gone for good out of the cluster.</summary>
[WireMessage(ApiKey.UnregisterBroker, "0")]
public sealed partial class UnregisterBrokerRequest : IKafkaRequest<UnregisterBrokerRequest, UnregisterBrokerResponse>
{
    /// <summary>The id of the broker.</summary>
    [WireField("0+")]
    public int BrokerId { get; set; }
}
