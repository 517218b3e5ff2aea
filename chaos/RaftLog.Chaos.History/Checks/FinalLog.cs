namespace RaftLog.Chaos.History;

/// <summary>
/// All partitions as they were read back once the faults were healed and the producers had stopped. What every reader, replica and producer
/// was told must agree with it.
/// </summary>
internal sealed class FinalLog(ProducerTable producers, AnomalyLog anomalies)
{
    private readonly SortedDictionary<int, PartitionLog> _partitions = [];

    public IEnumerable<PartitionLog> Partitions => _partitions.Values;

    /// <summary>What could not be read back, in words; empty when all was.</summary>
    public IReadOnlyList<string> Missing => _partitions.Count == 0
        ? ["nothing was read back"]
        : [.. _partitions.Values.Where(partition => !partition.IsComplete).Select(partition => partition.Missing)];

    public PartitionLog Get(int partition)
    {
        if (!_partitions.TryGetValue(partition, out PartitionLog? log))
        {
            _partitions.Add(partition, log = new PartitionLog(partition));
        }

        return log;
    }

    public void Add(HistoryEvent line)
    {
        switch (line)
        {
            case PartitionBounds bounds:
                Get(bounds.Partition).SetBounds(bounds.Start, bounds.End);
                break;
            case RecordsRead read:
                Add(read);
                break;
        }
    }

    /// <summary>Tells each producer where its records are, and finds offsets without one.</summary>
    public void Index()
    {
        foreach (PartitionLog log in _partitions.Values)
        {
            for (long offset = log.Start; offset < log.ReadEnd; offset++)
            {
                RecordId id = log[offset];
                if (id.IsNone)
                {
                    anomalies.Add(AnomalyKind.Hole, $"Partition {log.Partition} has no record at offset {offset}, but at {log.ReadEnd - 1}.");
                }
                else if (!id.IsStrange)
                {
                    producers[id].Find(id.Sequence, new LogPlace(log.Partition, offset));
                }
            }
        }
    }

    /// <summary>Finds what is in the log twice or out of order. After <see cref="Index"/>, and when all producers are known.</summary>
    public void FindDisorder()
    {
        foreach (PartitionLog log in _partitions.Values)
        {
            var highest = new Dictionary<int, long>();
            for (long offset = log.Start; offset < log.ReadEnd; offset++)
            {
                RecordId id = log[offset];
                if (!id.IsNone && !id.IsStrange && producers[id].Idempotent)
                {
                    FindDisorder(new LogPlace(log.Partition, offset), id, highest);
                }
            }
        }
    }

    private void Add(RecordsRead read)
    {
        PartitionLog log = Get(read.Partition);
        for (int i = 0; i < read.Records.Count; i++)
        {
            RecordId id = producers.Identify(read.Records[i]);
            RecordId before = log.Add(read.Offset + i, id);
            if (!before.IsNone && before != id)
            {
                anomalies.Add(
                    AnomalyKind.Diverging,
                    $"Partition {read.Partition}, offset {read.Offset + i} was read back as {producers.Name(before)} and as {producers.Name(id)}.");
            }
        }
    }

    private void FindDisorder(LogPlace place, RecordId id, Dictionary<int, long> highest)
    {
        ProducerRecords producer = producers[id];
        LogPlace first = producer.FoundAt(id.Sequence);
        if (first != place)
        {
            anomalies.Add(AnomalyKind.Duplicated, $"{producers.Name(id)} is at {first} and again at {place}.");
            return;
        }

        long last = highest.GetValueOrDefault(id.Producer, -1);
        if (id.Sequence < last)
        {
            anomalies.Add(AnomalyKind.Reordered, $"{producers.Name(id)} is at {place}, behind {producer.Name}:{last}, which was sent after it.");
        }

        highest[id.Producer] = Math.Max(last, id.Sequence);
    }
}
