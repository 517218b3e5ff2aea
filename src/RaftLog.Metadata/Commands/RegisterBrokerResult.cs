using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="RegisterBrokerCommand"/>.</summary>
[WireMessage("0")]
public sealed partial class RegisterBrokerResult : ControllerResult
{
    /// <summary>The epoch to send with every heartbeat; -1 with an error.</summary>
    [WireField("0+")]
    public long BrokerEpoch { get; set; } = -1;
}
