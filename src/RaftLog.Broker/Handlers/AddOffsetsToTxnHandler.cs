using RaftLog.Broker.Network;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>AddOffsetsToTxn: takes a consumer group into a transaction; its offsets follow with TxnOffsetCommit.</summary>
internal sealed class AddOffsetsToTxnHandler(TransactionCoordinator transactions, ControllerClient controller)
    : ReplyHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(0, 4)
{
    private const short FirstVersionWithFenced = 2;
    private const short FirstVersionWithAbortable = 4;

    protected override async ValueTask<AddOffsetsToTxnResponse> HandleAsync(AddOffsetsToTxnRequest request, RequestContext context)
    {
        if (!transactions.IsActive)
        {
            return new AddOffsetsToTxnResponse { ErrorCode = ErrorCode.NotCoordinator };
        }

        var command = new AddOffsetsToTransactionCommand
        {
            TransactionalId = request.TransactionalId,
            ProducerId = request.ProducerId,
            ProducerEpoch = request.ProducerEpoch,
            ConsumerGroup = request.GroupId,
        };
        var result = await controller.AddOffsetsToTransactionAsync(command, timeout: null, context.Aborted);
        return new AddOffsetsToTxnResponse
        {
            ErrorCode = TransactionErrors.Of(
                result.Error, knowsFenced: context.Version >= FirstVersionWithFenced, knowsAbortable: context.Version >= FirstVersionWithAbortable),
        };
    }
}
