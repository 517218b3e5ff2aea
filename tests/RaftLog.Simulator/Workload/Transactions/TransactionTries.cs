using RaftLog.Model;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>How often a transactional producer asks for the same thing before it gives up.</summary>
internal sealed class TransactionTries(WorkloadContext context, TransactionClient client)
{
    private const int Most = 8;

    /// <summary>Asks until there is an answer that is no reason to ask again; false when it refuses, or there is none.</summary>
    public async Task<bool> DoneAsync(Func<Task<ErrorCode?>> ask, int tries = Most)
    {
        for (int i = 0; i < tries; i++)
        {
            var error = await ask();
            if (error is ErrorCode.UnknownServerError or ErrorCode.CorruptMessage or ErrorCode.InvalidRecord or ErrorCode.InvalidRequest or ErrorCode.UnsupportedVersion)
            {
                context.World.Fail($"a transactional producer got {error}, for which nothing that it did gives cause");
            }

            if (error is { } answer && !IsWorthAnotherTry(answer))
            {
                return answer == ErrorCode.None;
            }

            await (error is null or ErrorCode.NotCoordinator ? client.FindAsync() : context.PauseAsync(10, 150));
        }

        return false;
    }

    private static bool IsWorthAnotherTry(ErrorCode error) => error
        is ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress or ErrorCode.ConcurrentTransactions
        or ErrorCode.NotLeaderOrFollower or ErrorCode.LeaderNotAvailable or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend
        or ErrorCode.RequestTimedOut or ErrorCode.UnknownTopicOrPartition or ErrorCode.KafkaStorageError;
}
