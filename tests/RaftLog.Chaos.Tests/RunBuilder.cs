using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>
/// A run by hand: one idempotent producer, one plain one, a tailing reader, a group and the log. Lines are kept apart per worker, as in
/// their files; each test writes down the smallest run that shows its rule.
/// </summary>
internal sealed class RunBuilder
{
    private readonly SortedDictionary<string, List<HistoryEvent>> _workers = new(StringComparer.Ordinal);
    private long _nowUs = 1_000;

    public RunBuilder Producer(string name, bool idempotent = true) => Add(name, at => new WorkerStarted(at, name, WorkerRole.Producer, "test", idempotent));

    public RunBuilder Sent(string name, long first, int count) => Add(name, at => new RecordsSent(at, first, count));

    public RunBuilder Acknowledged(string name, int partition, long offset, params long[] sequences) =>
        Add(name, at => new RecordsAcknowledged(at, partition, offset, sequences, sequences));

    public RunBuilder Failed(string name, params long[] sequences) => Add(name, at => new RecordsFailed(at, sequences, "refused"));

    public RunBuilder Unknown(string name, params long[] sequences) => Add(name, at => new OutcomesUnknown(at, sequences, "given up"));

    public RunBuilder Tail(string name, int partition, long offset, params string[] records)
    {
        Start(name, WorkerRole.Tail);
        return Add(name, at => new RecordsRead(at, partition, offset, records));
    }

    public RunBuilder Replica(string name, int partition, long offset, params string[] records)
    {
        Start(name, WorkerRole.Replica);
        return Add(name, at => new RecordsRead(at, partition, offset, records));
    }

    public RunBuilder Member(string name, int partition, long offset, params string[] records)
    {
        Start(name, WorkerRole.Member, "g");
        return Add(name, at => new RecordsRead(at, partition, offset, records));
    }

    /// <summary>The member is given the partition and told the committed offset.</summary>
    public RunBuilder Resumed(string name, int partition, long offset)
    {
        Start(name, WorkerRole.Member, "g");
        return Add(name, at => new PartitionResumed(at, partition, offset));
    }

    public RunBuilder Released(string name, int partition) => Add(name, at => new PartitionsReleased(at, [partition], Lost: false));

    public RunBuilder Committed(string name, int partition, long offset, Outcome outcome = Outcome.Acknowledged) =>
        Add(name, at => new OffsetCommitted(at, at + 5, partition, offset, outcome));

    /// <summary>The partition as it is read back, from offset 0 on.</summary>
    public RunBuilder Log(int partition, params string[] records) => Log(partition, 0, records.Length, records);

    public RunBuilder Log(int partition, long start, long end, params string[] records)
    {
        Start("final", WorkerRole.Final);
        Add("final", at => new PartitionBounds(at, partition, start, end));
        return Add("final", at => new RecordsRead(at, partition, start, records));
    }

    /// <summary>A line as it is, for what has no method here.</summary>
    public RunBuilder Add(string worker, Func<long, HistoryEvent> line)
    {
        if (!_workers.TryGetValue(worker, out List<HistoryEvent>? lines))
        {
            _workers.Add(worker, lines = []);
        }

        lines.Add(line(_nowUs));
        _nowUs += 10;
        return this;
    }

    public CheckResult Check() => HistoryChecker.Check([.. _workers.Values]);

    private void Start(string name, WorkerRole role, string? group = null)
    {
        if (!_workers.ContainsKey(name))
        {
            Add(name, at => new WorkerStarted(at, name, role, "test", Group: group));
        }
    }
}
