using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The brokers and the controller.</summary>
[WireMessage(ApiKey.DescribeCluster, "0-2")]
public sealed partial class DescribeClusterResponse : IKafkaResponse<DescribeClusterResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0+")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words.</summary>
    [WireField("0+", Nullable = "0+")]
    public string? ErrorMessage { get; set; }

    /// <summary>Whose addresses are asked for: 1 brokers, 2 controllers.</summary>
    [WireField("1+")]
    public sbyte EndpointType { get; set; } = 1;

    /// <summary>The id of the cluster.</summary>
    [WireField("0+")]
    public string ClusterId { get; set; } = "";

    /// <summary>The broker to send administrative requests to; -1 when unknown.</summary>
    [WireField("0+")]
    public int ControllerId { get; set; } = -1;

    /// <summary>The brokers.</summary>
    [WireField("0+")]
    public List<Broker> Brokers { get; set; } = [];

    /// <summary>What the client may do with the cluster, a bit an operation; the least integer when not asked for.</summary>
    [WireField("0+")]
    public int ClusterAuthorizedOperations { get; set; } = int.MinValue;

    /// <summary>One broker.</summary>
    [WireStruct]
    public sealed partial class Broker
    {
        /// <summary>Its id.</summary>
        [WireField("0+")]
        public int BrokerId { get; set; }

        /// <summary>The host name or address for clients.</summary>
        [WireField("0+")]
        public string Host { get; set; } = "";

        /// <summary>The port for clients.</summary>
        [WireField("0+")]
        public int Port { get; set; }

        /// <summary>The rack of the broker; null when it has none.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? Rack { get; set; }

        /// <summary>Whether it is silent, so that clients are not sent to it.</summary>
        [WireField("2+", Ignorable = true)]
        public bool IsFenced { get; set; }
    }
}
