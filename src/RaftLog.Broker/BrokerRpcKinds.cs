using RaftLog.Replication;

namespace RaftLog.Broker;

/// <summary>What the broker's own requests between brokers ask for. The numbers stand on the wire: from 100 on, and none is ever given twice.</summary>
internal static class BrokerRpcKinds
{
    /// <summary>To a group's leader: hand over (<see cref="Leadership.LeadershipTransfers"/>).</summary>
    public static readonly RpcKind TransferLeadership = new(100);

    /// <summary>To the leader of the metadata group: how far its replicas are (<see cref="Leadership.MetadataQuorum"/>).</summary>
    public static readonly RpcKind MetadataProgress = new(110);

    /// <summary>To the leaders of partitions: how transactions ended (<see cref="Transactions.MarkerTransport"/>).</summary>
    public static readonly RpcKind WriteMarkers = new(120);
}
