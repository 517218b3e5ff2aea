using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Asks for the brokers and the controller (KIP-700).</summary>
[WireMessage(ApiKey.DescribeCluster, "0-2")]
public sealed partial class DescribeClusterRequest : IKafkaRequest<DescribeClusterRequest, DescribeClusterResponse>
{
    /// <summary>Whether to answer what the client may do with the cluster.</summary>
    [WireField("0+")]
    public bool IncludeClusterAuthorizedOperations { get; set; }

    /// <summary>Whose addresses are asked for: 1 brokers, 2 controllers.</summary>
    [WireField("1+")]
    public sbyte EndpointType { get; set; } = 1;

    /// <summary>Whether to list brokers that are silent too (KIP-1073).</summary>
    [WireField("2+")]
    public bool IncludeFencedBrokers { get; set; }
}
