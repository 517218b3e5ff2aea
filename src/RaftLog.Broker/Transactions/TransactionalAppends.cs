using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Replication;

namespace RaftLog.Broker.Transactions;

/// <summary>
/// Appends the batches of one produce request that belong to transactions. A log itself knows which transactions are open in it; of one that would begin
/// there, the coordinator is asked first, while the batch waits in its place in the order (KIP-890). So no transaction begins in a log that nobody would ever
/// end. All partitions in which the request begins a transaction are asked about at once.
/// </summary>
/// <remarks>Belongs to one request and to its thread.</remarks>
internal sealed class TransactionalAppends(ControllerClient controller)
{
    private const sbyte WithPartitionsAdded = 1;
    private const sbyte WithEpochs = 2;

    private readonly VerificationRound _round = new();
    private readonly List<TransactionalAppend> _appends = [];

    /// <summary>Appends a batch; takes over the reference.</summary>
    /// <param name="leader">The partition here.</param>
    /// <param name="frame">The batch behind header room.</param>
    /// <param name="acks">When it counts as done.</param>
    /// <param name="claim">The transaction that it belongs to.</param>
    /// <param name="verification">Says afterwards why the batch was refused.</param>
    public ValueTask<AppendOutcome> AppendAsync(
        PartitionReplica leader, PooledBuffer frame, AppendAcks acks, in TransactionClaim claim, out TransactionVerification verification)
    {
        verification = _round.Add(beginsAtZero: claim.AddsPartition);
        _appends.Add(new TransactionalAppend(leader, claim, verification));
        return leader.AppendAsync(frame, acks, verification);
    }

    /// <summary>Asks whatever has to be asked about the batches; to be called once, behind the last of them. Completes when all are answered for.</summary>
    public async Task VerifyAsync()
    {
        _round.Close();
        await _round.AllSeen;
        foreach (var question in Questions().ToList())
        {
            await question;
        }
    }

    private IEnumerable<Task> Questions()
    {
        // Looked at once: what becomes wanted meanwhile is asked about below.
        var byWanted = _appends.ToLookup(append => append.IsWanted);

        // They are of one producer, unless somebody is up to something.
        foreach (var together in byWanted[true].GroupBy(append => append.Claim.Producer))
        {
            yield return AskAsync([.. together]);
        }

        // Those behind batches of another request become wanted when the log refuses those.
        foreach (var append in byWanted[false])
        {
            yield return AskIfWantedAsync(append);
        }
    }

    private async Task AskIfWantedAsync(TransactionalAppend append)
    {
        if (await append.Verification.IsWanted)
        {
            await AskAsync([append]);
        }
    }

    private async Task AskAsync(IReadOnlyList<TransactionalAppend> appends)
    {
        AddPartitionsToTransactionResult? result = null;
        try
        {
            result = await controller.AddPartitionsToTransactionAsync(CommandFor(appends));
        }
        finally
        {
            for (int i = 0; i < appends.Count; i++)
            {
                appends[i].Answer(result is null ? ErrorCode.UnknownServerError : result.IsSuccess ? result.Partitions[i].Error : result.Error);
            }
        }
    }

    private static AddPartitionsToTransactionCommand CommandFor(IReadOnlyList<TransactionalAppend> appends)
    {
        var claim = appends[0].Claim;
        return new AddPartitionsToTransactionCommand
        {
            TransactionalId = claim.TransactionalId,
            ProducerId = claim.Producer.Id,
            ProducerEpoch = claim.Producer.Epoch,
            VerifyOnly = !claim.AddsPartition,
            TransactionVersion = claim.AddsPartition ? WithEpochs : WithPartitionsAdded,
            Partitions =
            [
                .. appends.Select(append => append.Claim.Partition).Select(partition => new PartitionReference { Topic = partition.Topic, Partition = partition.Partition }),
            ],
        };
    }
}
