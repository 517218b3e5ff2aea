using RaftLog.Model;

namespace RaftLog.Simulator.Network;

/// <summary>What will befall the next exchange between a client and one broker, once.</summary>
/// <param name="broker">The broker.</param>
internal sealed class ClientFaults(BrokerId broker)
{
    public BrokerId Broker { get; } = broker;

    /// <summary>The connection breaks when the next request is sent; this share of its bytes arrives before.</summary>
    public double? RequestShare { get; set; }

    /// <summary>Happens right after the broker has sent a response, when the client has it.</summary>
    public Action? Answered { get; set; }
}
