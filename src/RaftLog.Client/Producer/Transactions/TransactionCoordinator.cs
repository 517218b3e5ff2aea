using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol;

namespace RaftLog.Client;

/// <summary>The broker that coordinates a transactional id.</summary>
internal sealed class TransactionCoordinator(ClusterClient cluster, string transactionalId)
    : Coordinator(cluster, CoordinatorType.Transaction, transactionalId, $"transactional id {transactionalId}")
{
    protected override string Advice(ErrorCode error) => TransactionErrors.Advice(error);

    protected override RaftLogException Failure(ErrorCode error, string message) =>
        error.IsRetriable() ? new RaftLogException(error, message) : new TransactionException(error, message, TransactionErrors.IsFatal(error));
}
