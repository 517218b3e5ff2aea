using RaftLog.Broker.Network;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Broker.Handlers;

/// <summary>Serves one Kafka API. Stateless, and so safe for every connection at once.</summary>
internal abstract class ApiHandler
{
    public abstract ApiKey Key { get; }

    /// <summary>The versions that are served.</summary>
    public abstract WireVersions Versions { get; }

    /// <summary>The versions that ApiVersions tells; differs where clients have to be misled for their own good.</summary>
    public virtual WireVersions AdvertisedVersions => Versions;

    /// <summary>Reads the request and starts to serve it; slices of the frame are not used after the call returns.</summary>
    /// <exception cref="WireFormatException">The body is malformed.</exception>
    public abstract ValueTask<KafkaResponse> StartAsync(ref WireReader body, in RequestContext context);
}
