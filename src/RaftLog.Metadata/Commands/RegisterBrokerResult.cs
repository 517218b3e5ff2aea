namespace RaftLog.Metadata;

/// <summary>The answer to <see cref="RegisterBrokerCommand"/>.</summary>
public sealed partial class RegisterBrokerResult : ControllerResult
{
    /// <summary>The epoch to send with every heartbeat; -1 with an error.</summary>
    public long BrokerEpoch { get; set; } = -1;
}
