using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>
/// All updates of balances of a run. Each writes the same to every partition, so in the end all of them, on all replicas, hold the same last committed record
/// of each key, however they were compacted: that of the last update whose commit was acknowledged, or a later one whose commit was asked for.
/// </summary>
internal sealed class BalanceLedger(SimulatedWorld world)
{
    private readonly Dictionary<string, BalanceUpdate> _updates = [];
    private string? _first;
    private Dictionary<string, string>? _latest;

    /// <summary>A producer begins an update of a key that is only its own.</summary>
    public BalanceUpdate Begin(string writer, int key)
    {
        var update = new BalanceUpdate(_updates.Count, $"{writer}x{_updates.Count}-{key}");
        _updates.Add(update.Record, update);
        return update;
    }

    /// <summary>A consumer that sees what is committed got a record.</summary>
    public void Read(int partition, string record)
    {
        if (!_updates.TryGetValue(record, out var update))
        {
            world.Fail($"a phantom: {record} was read from balances {partition}, and was never sent");
        }
        else if (update.Outcome == TransactionOutcome.NotCommitted)
        {
            world.Fail($"{record} was read from balances {partition}, and nobody has asked for its commit");
        }
    }

    /// <summary>Judges what one replica holds of committed records, in the order of their offsets.</summary>
    public void Check(string replica, int partition, IReadOnlyList<string> committed)
    {
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string record in committed)
        {
            Read(partition, record);
            latest[RecordText.KeyOf(record)] = record;
        }

        foreach (var update in _updates.Values.Where(update => update.Outcome == TransactionOutcome.Committed))
        {
            string key = RecordText.KeyOf(update.Record);
            if (!latest.TryGetValue(key, out string? last) || _updates.GetValueOrDefault(last)?.Number < update.Number)
            {
                world.Fail($"{replica}: {update.Record} was acknowledged, and {last ?? "nothing"} is the last committed record of its key");
            }
        }

        _first ??= replica;
        _latest ??= latest;
        if (latest.Count != _latest.Count || latest.Any(pair => _latest.GetValueOrDefault(pair.Key) != pair.Value))
        {
            world.Fail($"{replica} holds other last committed records of the keys than {_first}, which was written in the same transactions");
        }
    }
}
