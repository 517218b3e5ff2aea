using RaftLog.Broker.Network;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>EndTxn: answers when the decision is committed in the metadata group. From version 5 on the producer is told the epoch to go on with (KIP-890).</summary>
internal sealed class EndTxnHandler(TransactionCoordinator transactions, ControllerClient controller) : ReplyHandler<EndTxnRequest, EndTxnResponse>(0, 5)
{
    private const short FirstVersionWithFenced = 2;
    private const short FirstVersionWithAbortable = 4;
    private const short FirstVersionWithEpochs = 5;

    protected override async ValueTask<EndTxnResponse> HandleAsync(EndTxnRequest request, RequestContext context)
    {
        if (!transactions.IsActive)
        {
            return new EndTxnResponse { ErrorCode = ErrorCode.NotCoordinator };
        }

        var command = new EndTransactionCommand
        {
            TransactionalId = request.TransactionalId,
            ProducerId = request.ProducerId,
            ProducerEpoch = request.ProducerEpoch,
            TransactionVersion = context.Version >= FirstVersionWithEpochs ? (sbyte)2 : (sbyte)1,
            Commit = request.Committed,
        };
        var result = await controller.EndTransactionAsync(command, timeout: null, context.Aborted);
        return result.IsSuccess
            ? new EndTxnResponse { ProducerId = result.ProducerId, ProducerEpoch = result.ProducerEpoch }
            : new EndTxnResponse
            {
                ErrorCode = TransactionErrors.Of(
                    result.Error, knowsFenced: context.Version >= FirstVersionWithFenced, knowsAbortable: context.Version >= FirstVersionWithAbortable),
            };
    }
}
