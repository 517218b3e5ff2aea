using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>
/// A history that a correct cluster could have made, drawn from a seed: three producers, three partitions, outcomes of all kinds, a reader of
/// everything and a group that commits and resumes.
/// </summary>
internal sealed class RandomRun
{
    private const int Producers = 3;
    private const int Partitions = 3;
    private const int RecordsPerProducer = 100;

    private readonly Random _random;
    private readonly RunBuilder _run = new();
    private readonly List<(int Partition, int Offset)> _acknowledged = [];

    public RandomRun(int seed)
    {
        _random = new Random(seed);
        for (int partition = 0; partition < Partitions; partition++)
        {
            Log.Add([]);
        }

        AddProducers();
        foreach (List<string> log in Log)
        {
            Seen.Add([.. log]);
        }

        AddGroup();
    }

    /// <summary>What is read back at the end, by partition.</summary>
    public List<List<string>> Log { get; } = [];

    /// <summary>What the reader saw, by partition.</summary>
    public List<List<string>> Seen { get; } = [];

    /// <summary>The place of an acknowledged record.</summary>
    public (int Partition, int Offset) Acknowledged() => _acknowledged[_random.Next(_acknowledged.Count)];

    /// <summary>Two places in a partition with records of the same producer.</summary>
    public (int Partition, int First, int Second) TwoOfOneProducer()
    {
        int partition = _random.Next(Partitions);
        int[] places = [.. Enumerable.Range(0, Log[partition].Count).Where(offset => Log[partition][offset].StartsWith("p1:", StringComparison.Ordinal))];
        int first = _random.Next(places.Length - 1);
        return (partition, places[first], places[_random.Next(first + 1, places.Length)]);
    }

    public CheckResult Check()
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            _run.Tail("tail", partition, 0, [.. Seen[partition]]);
            _run.Log(partition, [.. Log[partition]]);
        }

        return _run.Check();
    }

    private void AddProducers()
    {
        int[] next = new int[Producers];
        for (int producer = 0; producer < Producers; producer++)
        {
            _run.Producer($"p{producer}").Sent($"p{producer}", 0, RecordsPerProducer);
        }

        while (next.Any(sequence => sequence < RecordsPerProducer))
        {
            int producer = _random.Next(Producers);
            if (next[producer] < RecordsPerProducer)
            {
                Append($"p{producer}", next[producer]++);
            }
        }
    }

    private void Append(string producer, long sequence)
    {
        int partition = _random.Next(Partitions);
        int fate = _random.Next(100);
        bool isRefused = fate < 5;
        bool isUnknown = fate is >= 5 and < 20;
        if (isRefused)
        {
            _run.Failed(producer, sequence);
            return;
        }

        // An unknown one is there or not; some are not even named as such, as when the worker is killed.
        if (isUnknown && _random.Next(2) == 0)
        {
            _run.Unknown(producer, sequence);
        }

        if (isUnknown && _random.Next(2) == 0)
        {
            return;
        }

        int offset = Log[partition].Count;
        Log[partition].Add($"{producer}:{sequence}");
        if (!isUnknown)
        {
            _run.Acknowledged(producer, partition, _random.Next(20) == 0 ? -1 : offset, sequence);
            _acknowledged.Add((partition, offset));
        }
    }

    /// <summary>Two members take turns; a member may read on beyond its last commit, which the next reads again.</summary>
    private void AddGroup()
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            int committed = -1;
            for (int turn = 0; turn < 6; turn++)
            {
                string member = $"m{turn % 2}";
                int from = Math.Max(committed, 0);
                int until = _random.Next(from, Log[partition].Count + 1);
                _run.Resumed(member, partition, committed).Member(member, partition, from, [.. Log[partition][from..until]]);
                if (until > from && _random.Next(3) > 0)
                {
                    committed = _random.Next(from + 1, until + 1);
                    _run.Committed(member, partition, committed);
                }

                _run.Released(member, partition);
            }
        }
    }
}
