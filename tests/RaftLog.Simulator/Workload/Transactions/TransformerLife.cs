using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Simulator.Workload.Consumers;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>
/// One producer with a transactional id, from its beginning until it is fenced, gives up or is told to stop. It may fall asleep anywhere in a transaction; then
/// another one begins with the same id, and it wakes up as a zombie that goes on where it was.
/// </summary>
internal sealed class TransformerLife
{
    private const double ChanceOfAbort = 0.15;
    private const double ChanceOfSleep = 0.04;
    private const int MostBytes = 4_096;

    private readonly WorkloadContext _context;
    private readonly TransactionLedger _ledger;
    private readonly int _input;
    private readonly TransactionClient _client;
    private readonly TransactionTries _tries;
    private readonly FetchedBatches _batches;
    private readonly bool _hasEpochPerTransaction;
    private readonly Func<bool> _isOver;
    private readonly Dictionary<int, int> _sequences = [];
    private readonly TaskCompletionSource _asleep = new();

    public TransformerLife(WorkloadContext context, TransactionLedger ledger, string transactionalId, string group, int input, Func<bool> isOver)
    {
        _context = context;
        _ledger = ledger;
        _input = input;
        _isOver = isOver;
        _hasEpochPerTransaction = context.World.Chance(0.5);
        _client = new TransactionClient(context, transactionalId, group, TransactionTopics.Output, _hasEpochPerTransaction);
        _tries = new TransactionTries(context, _client);
        _batches = new FetchedBatches(context);
    }

    /// <summary>Completes when it falls asleep for the first time.</summary>
    public Task Asleep => _asleep.Task;

    public TransactionClient Client => _client;

    public async Task RunAsync()
    {
        if (!await BeginAsync(_isOver))
        {
            return;
        }

        while (!_isOver())
        {
            if (await _client.PositionAsync(_input) is not { } position)
            {
                await _client.FindAsync();
                continue;
            }

            var offsets = await ReadAsync(Math.Max(position, 0));
            if (offsets.Count == 0)
            {
                await _context.PauseAsync(20, 300);
            }
            else if (!await TransformAsync(Math.Max(position, 0), offsets))
            {
                return;
            }
        }
    }

    /// <summary>Gets the transactional id, whoever has it; false when it is too late for that.</summary>
    public async Task<bool> BeginAsync(Func<bool> isTooLate)
    {
        while (!isTooLate())
        {
            if (await _client.InitAsync() == ErrorCode.None)
            {
                _sequences.Clear();
                return true;
            }

            await _client.FindAsync();
        }

        return false;
    }

    private async Task<List<long>> ReadAsync(long position)
    {
        var place = new Place(TransactionTopics.Input, _input);
        var request = Fetches.Request(TransactionTopics.Input, _input, position, maxWaitMs: 100, maxBytes: MostBytes);
        var response = await _client.Input.CallAsync(_client.Input.LeaderOf(_input), request, Fetches.Version);
        if (Fetches.Answer(response) is { ErrorCode: ErrorCode.None } read)
        {
            return [.. _batches.Of(read, place, position).Select(record => record.Offset)];
        }

        await _client.Input.RefreshAsync();
        return [];
    }

    // False when this life is over: then another one begins, and what was open is aborted by it.
    private async Task<bool> TransformAsync(long from, List<long> offsets)
    {
        int salt = _context.World.Random.Next(TransactionTopics.Outputs);
        var attempt = _ledger.Begin(_input, from, offsets, offset => (int)((offset + salt) % TransactionTopics.Outputs));
        if (!await WriteAsync(attempt))
        {
            return false;
        }

        await MaybeSleepAsync();
        if (_context.World.Chance(ChanceOfAbort))
        {
            return await EndAsync(commit: false);
        }

        attempt.Outcome = TransactionOutcome.Unknown;
        if (!await EndAsync(commit: true))
        {
            return false;
        }

        attempt.Outcome = TransactionOutcome.Committed;
        return true;
    }

    private async Task<bool> WriteAsync(TransactionAttempt attempt)
    {
        if (!_hasEpochPerTransaction && !await _tries.DoneAsync(() => _client.AddPartitionsAsync(attempt.Outputs.Keys)))
        {
            return false;
        }

        foreach (var (output, records) in attempt.Outputs)
        {
            await MaybeSleepAsync();
            int sequence = _sequences.GetValueOrDefault(output);
            byte[] batch = TransactionalBatch.Of(records, _client.ProducerId, _client.ProducerEpoch, sequence);
            if (!await _tries.DoneAsync(() => _client.ProduceAsync(output, batch)))
            {
                return false;
            }

            _sequences[output] = sequence + records.Count;
        }

        await MaybeSleepAsync();
        return (_hasEpochPerTransaction || await _tries.DoneAsync(_client.AddOffsetsAsync)) && await _tries.DoneAsync(() => _client.CommitOffsetAsync(_input, attempt.To));
    }

    private async Task<bool> EndAsync(bool commit)
    {
        if (!await _tries.DoneAsync(() => _client.EndAsync(commit)))
        {
            return false;
        }

        if (_hasEpochPerTransaction)
        {
            _sequences.Clear();
        }

        return true;
    }

    private async Task MaybeSleepAsync()
    {
        if (_context.World.Chance(ChanceOfSleep))
        {
            _asleep.TrySetResult();
            await _context.PauseAsync(50, 4_000);
        }
    }
}
