using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The coordinators: one up to version 3, one for each key from version 4.</summary>
[WireMessage(ApiKey.FindCoordinator, "0-6", Flexible = "3+")]
public sealed partial class FindCoordinatorResponse : IKafkaResponse<FindCoordinatorResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("1+", Ignorable = true)]
    public int ThrottleTimeMs { get; set; }

    /// <summary>What went wrong.</summary>
    [WireField("0-3")]
    public ErrorCode ErrorCode { get; set; }

    /// <summary>What went wrong, in words.</summary>
    [WireField("1-3", Nullable = "1-3", Ignorable = true)]
    public string? ErrorMessage { get; set; } = "";

    /// <summary>The id of the broker; -1 for none.</summary>
    [WireField("0-3")]
    public int NodeId { get; set; }

    /// <summary>The host name or address for clients.</summary>
    [WireField("0-3")]
    public string Host { get; set; } = "";

    /// <summary>The port for clients.</summary>
    [WireField("0-3")]
    public int Port { get; set; }

    /// <summary>The coordinators.</summary>
    [WireField("4+")]
    public List<Coordinator> Coordinators { get; set; } = [];

    /// <summary>The coordinator of one key.</summary>
    [WireStruct]
    public sealed partial class Coordinator
    {
        /// <summary>The group or transactional id.</summary>
        [WireField("4+")]
        public string Key { get; set; } = "";

        /// <summary>The id of the broker; -1 for none.</summary>
        [WireField("4+")]
        public int NodeId { get; set; }

        /// <summary>The host name or address for clients.</summary>
        [WireField("4+")]
        public string Host { get; set; } = "";

        /// <summary>The port for clients.</summary>
        [WireField("4+")]
        public int Port { get; set; }

        /// <summary>What went wrong.</summary>
        [WireField("4+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words.</summary>
        [WireField("4+", Nullable = "4+", Ignorable = true)]
        public string? ErrorMessage { get; set; } = "";
    }
}
