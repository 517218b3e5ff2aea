using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// InitProducerId for idempotent producers: an id that nobody had or will have, at epoch 0; what the producer says it had before is ignored.
/// </summary>
/// <remarks>
/// A transactional id gets UNSUPPORTED_VERSION, here and from FindCoordinator: transactions are not offered (their APIs are not advertised
/// either). Retriable codes would let clients try until they time out, and an authorization error would send people looking for
/// permissions; this one ends a transactional producer at once and says what is the matter.
/// </remarks>
internal sealed class InitProducerIdHandler(ProducerIdBlock ids) : ReplyHandler<InitProducerIdRequest, InitProducerIdResponse>(0, 5)
{
    protected override async ValueTask<InitProducerIdResponse> HandleAsync(InitProducerIdRequest request, RequestContext context)
    {
        if (request.TransactionalId is { } transactionalId)
        {
            var refusal = transactionalId.Length == 0 ? ErrorCode.InvalidRequest : ErrorCode.UnsupportedVersion;
            return new InitProducerIdResponse { ErrorCode = refusal, ProducerEpoch = -1 };
        }

        return await ids.TakeAsync() is { } id
            ? new InitProducerIdResponse { ProducerId = id, ProducerEpoch = 0 }

            // The retriable code that no client answers by looking for a transaction coordinator.
            : new InitProducerIdResponse { ErrorCode = ErrorCode.CoordinatorLoadInProgress, ProducerEpoch = -1 };
    }
}
