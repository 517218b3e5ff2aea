using RaftLog.Model;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>
/// A producer whose transactions write a key to every partition of a compacted topic, and no offsets. It changes its mind often; and where a batch is not
/// answered in time it aborts while that batch may still be on its way, as clients do.
/// </summary>
internal sealed class Bookkeeper : LoadClient
{
    private const int WriteTries = 2;
    private const double ChanceOfAbort = 0.3;

    private readonly BalanceLedger _ledger;
    private readonly int _number;
    private readonly bool _hasEpochPerTransaction;
    private readonly TransactionClient _client;
    private readonly TransactionTries _tries;
    private int _sequence;
    private bool _isClosed;

    public Bookkeeper(WorkloadContext context, BalanceLedger ledger, int number)
        : base(context)
    {
        _ledger = ledger;
        _number = number;
        _hasEpochPerTransaction = context.World.Chance(0.5);
        _client = new TransactionClient(context, $"book-{number}", group: "", TransactionTopics.Balances, _hasEpochPerTransaction);
        _tries = new TransactionTries(context, _client);
    }

    /// <summary>The keys that are one's own.</summary>
    public static int KeysEach => 3;

    public override string Name => $"bookkeeper {_number}";

    public override bool IsDone => _isClosed;

    public override async Task RunAsync()
    {
        while (!IsStopping)
        {
            await BeginAsync();
            while (!IsStopping && await UpdateAsync())
            {
                await Context.PauseAsync(5, 200);
            }
        }

        // What it left open is aborted by this.
        await BeginAsync();
        _isClosed = true;
    }

    private async Task BeginAsync()
    {
        while (await _client.InitAsync() != ErrorCode.None)
        {
            await _client.FindAsync();
        }

        _sequence = 0;
    }

    // False when its epoch can be used no more.
    private async Task<bool> UpdateAsync()
    {
        var update = _ledger.Begin($"b{_number}", (_number * KeysEach) + Context.World.Random.Next(KeysEach));
        if (!_hasEpochPerTransaction && !await _tries.DoneAsync(() => _client.AddPartitionsAsync(Enumerable.Range(0, TransactionTopics.BalancePartitions))))
        {
            return false;
        }

        bool isWritten = await WriteAsync(update);
        bool commits = isWritten && !Context.World.Chance(ChanceOfAbort);
        update.Outcome = commits ? TransactionOutcome.Unknown : TransactionOutcome.NotCommitted;
        if (!await _tries.DoneAsync(() => _client.EndAsync(commits)))
        {
            return false;
        }

        update.Outcome = commits ? TransactionOutcome.Committed : TransactionOutcome.NotCommitted;
        _sequence = _hasEpochPerTransaction ? 0 : _sequence + 1;

        // In the same epoch nobody could tell whether the next sequence is due.
        return isWritten || _hasEpochPerTransaction;
    }

    private async Task<bool> WriteAsync(BalanceUpdate update)
    {
        byte[] batch = TransactionalBatch.Of([update.Record], _client.ProducerId, _client.ProducerEpoch, _sequence, isKeyed: true);
        for (int partition = 0; partition < TransactionTopics.BalancePartitions; partition++)
        {
            int target = partition;
            if (!await _tries.DoneAsync(() => _client.ProduceAsync(target, batch), WriteTries))
            {
                return false;
            }
        }

        return true;
    }
}
