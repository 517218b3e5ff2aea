using RaftLog.Broker.Network;
using RaftLog.Protocol;

namespace RaftLog.Broker.Handlers;

/// <summary>A handler that answers every request with one message that owns nothing; most do.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">What answers it, in the version of the request.</typeparam>
internal abstract class ReplyHandler<TRequest, TResponse>(short minVersion, short maxVersion)
    : ApiHandler<TRequest, TResponse>(minVersion, maxVersion)
    where TRequest : IKafkaRequest<TRequest, TResponse>
    where TResponse : IKafkaResponse<TResponse>
{
    protected sealed override async ValueTask<KafkaResponse> RespondAsync(TRequest request, RequestContext context) =>
        KafkaResponse.Of(await HandleAsync(request, context), context.Version);

    /// <summary>Serves a request.</summary>
    protected abstract ValueTask<TResponse> HandleAsync(TRequest request, RequestContext context);
}
