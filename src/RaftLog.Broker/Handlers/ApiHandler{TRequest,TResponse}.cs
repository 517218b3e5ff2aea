using RaftLog.Broker.Network;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Broker.Handlers;

/// <summary>A handler whose request and response are what the protocol declares.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">What answers it.</typeparam>
internal abstract class ApiHandler<TRequest, TResponse> : ApiHandler
    where TRequest : IKafkaRequest<TRequest, TResponse>
    where TResponse : IKafkaResponse<TResponse>
{
    protected ApiHandler(short minVersion, short maxVersion)
    {
        Versions = new WireVersions(minVersion, maxVersion);

        // Or a client could pick a version that nobody can read.
        Invariant.Require(TRequest.Versions.Contains(minVersion) && TRequest.Versions.Contains(maxVersion));
        Invariant.Require(TResponse.Versions.Contains(minVersion) && TResponse.Versions.Contains(maxVersion));
    }

    public sealed override ApiKey Key => TRequest.MessageId;

    public sealed override WireVersions Versions { get; }

    public sealed override ValueTask<KafkaResponse> StartAsync(ref WireReader body, in RequestContext context) =>
        RespondAsync(TRequest.Read(ref body, context.Version), context);

    /// <summary>Serves a request and says how it ends. Byte fields that are slices of the frame must not be used after the first await.</summary>
    protected abstract ValueTask<KafkaResponse> RespondAsync(TRequest request, RequestContext context);
}
