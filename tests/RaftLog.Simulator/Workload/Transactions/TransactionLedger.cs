using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>
/// All transactions of a run, and what became of them: each is seen as a whole or not at all, those acknowledged are seen, those whose commit nobody asked
/// for are not; and what is seen transforms each record of the input once, up to the offset that the group has committed.
/// </summary>
internal sealed class TransactionLedger(SimulatedWorld world)
{
    private readonly List<TransactionAttempt> _attempts = [];
    private readonly Dictionary<string, TransactionAttempt> _byRecord = [];
    private readonly Dictionary<int, long> _committed = [];
    private readonly Dictionary<int, List<string>> _read = [];

    /// <summary>How many transactions were acknowledged as committed.</summary>
    public int Committed => _attempts.Count(attempt => attempt.Outcome == TransactionOutcome.Committed);

    /// <summary>A producer begins a transaction.</summary>
    public TransactionAttempt Begin(int input, long from, IReadOnlyList<long> offsets, Func<long, int> outputOf)
    {
        string name = $"x{_attempts.Count}";
        var attempt = new TransactionAttempt(name, input, from, offsets[^1] + 1);
        foreach (long offset in offsets)
        {
            int output = outputOf(offset);
            if (!attempt.Outputs.TryGetValue(output, out var records))
            {
                attempt.Outputs.Add(output, records = []);
            }

            string record = $"{name}-{input}-{offset}";
            records.Add(record);
            _byRecord.Add(record, attempt);
        }

        _attempts.Add(attempt);
        return attempt;
    }

    /// <summary>A consumer that sees what is committed got a record; records of one partition come in the order of their offsets.</summary>
    public void Read(int output, string record)
    {
        if (!_byRecord.TryGetValue(record, out var attempt))
        {
            world.Fail($"a phantom: {record} was read from output {output}, and was never sent");
        }
        else if (attempt.Outcome == TransactionOutcome.NotCommitted)
        {
            world.Fail($"{record} was read from output {output}, and nobody has asked to commit {attempt}");
        }

        ReadOf(output).Add(record);
    }

    /// <summary>The offset that the group has committed in the end.</summary>
    public void Finish(int input, long offset) => _committed[input] = offset;

    /// <summary>What the logs hold of committed transactions: consumers have seen it from its beginning.</summary>
    public void CheckReads(int output, IReadOnlyList<string> committed)
    {
        var read = ReadOf(output);
        int same = read.Zip(committed).TakeWhile(pair => pair.First == pair.Second).Count();
        Require(same == read.Count, () => $"output {output}: a consumer saw {read[same]} as number {same}, where the log has {(same < committed.Count ? committed[same] : "nothing")}");
    }

    /// <summary>Judges all transactions by what the logs hold of committed ones, by partition of the output.</summary>
    public void Check(IReadOnlyDictionary<int, IReadOnlyList<string>> committed)
    {
        foreach (var (output, records) in committed)
        {
            Require(records.Distinct().Count() == records.Count, () => $"output {output} holds a record twice");
        }

        var seen = committed.ToDictionary(pair => pair.Key, pair => pair.Value.ToHashSet());
        var visible = new List<TransactionAttempt>();
        foreach (var attempt in _attempts)
        {
            int all = attempt.Outputs.Sum(output => output.Value.Count);
            int there = attempt.Outputs.Sum(output => output.Value.Count(record => seen[output.Key].Contains(record)));
            Require(there == 0 || there == all, () => $"{attempt} is torn: {there} of its {all} records are committed");
            Require(there == 0 || attempt.Outcome != TransactionOutcome.NotCommitted, () => $"{attempt} is committed, and nobody has asked for it");
            Require(there == all || attempt.Outcome != TransactionOutcome.Committed, () => $"{attempt} was acknowledged and is lost");
            if (there > 0)
            {
                visible.Add(attempt);
            }
        }

        foreach (var (input, end) in _committed)
        {
            CheckInput(input, Math.Max(end, 0), [.. visible.Where(attempt => attempt.Input == input).OrderBy(attempt => attempt.From)]);
        }

        CheckOrder(committed);
    }

    private void CheckInput(int input, long end, List<TransactionAttempt> visible)
    {
        long next = 0;
        foreach (var attempt in visible)
        {
            Require(attempt.From == next, () => $"{attempt} is committed, and the transactions before it end at {next}");
            next = attempt.To;
        }

        Require(next == end, () => $"input {input} is transformed up to {next}, and the group has committed {end}");
    }

    private void CheckOrder(IReadOnlyDictionary<int, IReadOnlyList<string>> committed)
    {
        foreach (var (output, records) in committed)
        {
            var last = new Dictionary<int, long>();
            foreach (string record in records)
            {
                string[] parts = record.Split('-');
                int input = int.Parse(parts[1]);
                long offset = long.Parse(parts[2]);
                Require(offset > last.GetValueOrDefault(input, -1), () => $"output {output} holds {record} out of order");
                last[input] = offset;
            }
        }
    }

    private List<string> ReadOf(int output)
    {
        if (!_read.TryGetValue(output, out var records))
        {
            _read.Add(output, records = []);
        }

        return records;
    }

    private void Require(bool condition, Func<string> violation)
    {
        if (!condition)
        {
            world.Fail(violation());
        }
    }
}
