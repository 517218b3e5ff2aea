using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>Whether the broker is out of the cluster.</summary>
[WireMessage(ApiKey.UnregisterBroker, "0")]
public sealed partial class UnregisterBrokerResponse : IKafkaResponse<UnregisterBrokerResponse>
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
}
