using RaftLog.Broker.Network;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// InitProducerId. For idempotent producers, on any broker: an id that nobody had or will have, at epoch 0; what the producer says it had before is ignored.
/// For transactional ones, on the coordinator: the id's next epoch, whoever had it before being fenced.
/// </summary>
internal sealed class InitProducerIdHandler(ProducerIdBlock ids, TransactionCoordinator transactions, ControllerClient controller)
    : ReplyHandler<InitProducerIdRequest, InitProducerIdResponse>(0, 5)
{
    private const short FirstVersionWithFenced = 4;

    protected override async ValueTask<InitProducerIdResponse> HandleAsync(InitProducerIdRequest request, RequestContext context)
    {
        if (request.TransactionalId is not null)
        {
            return transactions.IsActive ? await InitializeAsync(request, context) : Refused(ErrorCode.NotCoordinator);
        }

        return await ids.TakeAsync() is { } id
            ? new InitProducerIdResponse { ProducerId = id, ProducerEpoch = 0 }

            // The retriable code that no client answers by looking for a transaction coordinator.
            : Refused(ErrorCode.CoordinatorLoadInProgress);
    }

    private async ValueTask<InitProducerIdResponse> InitializeAsync(InitProducerIdRequest request, RequestContext context)
    {
        var command = new InitializeProducerCommand
        {
            TransactionalId = request.TransactionalId!,
            TransactionTimeoutMs = request.TransactionTimeoutMs,
            ProducerId = request.ProducerId,
            ProducerEpoch = request.ProducerEpoch,
        };
        var result = await controller.InitializeProducerAsync(command, timeout: null, context.Aborted);
        return result.IsSuccess
            ? new InitProducerIdResponse { ProducerId = result.ProducerId, ProducerEpoch = result.ProducerEpoch }
            : Refused(TransactionErrors.Of(result.Error, knowsFenced: context.Version >= FirstVersionWithFenced));
    }

    private static InitProducerIdResponse Refused(ErrorCode error) => new() { ErrorCode = error, ProducerEpoch = -1 };
}
