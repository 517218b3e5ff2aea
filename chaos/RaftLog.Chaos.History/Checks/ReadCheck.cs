namespace RaftLog.Chaos.History;

/// <summary>Compares what readers saw with the log, and watches that readers go from one offset to the next.</summary>
internal sealed class ReadCheck(ProducerTable producers, FinalLog final, AnomalyLog anomalies)
{
    // Where each reader goes on, per partition, while it holds it.
    private readonly Dictionary<(string Reader, int Partition), long> _next = [];

    public long Read { get; private set; }

    public void Add(WorkerStarted reader, HistoryEvent line)
    {
        switch (line)
        {
            case WorkerStarted:
                Forget(reader.Name, _ => true);
                break;
            case PartitionsReleased released:
                Forget(reader.Name, released.Partitions.Contains);
                break;
            case PartitionResumed resumed:
                Forget(reader.Name, partition => partition == resumed.Partition);
                break;
            case RecordsRead read when read.Records.Count > 0:
                Add(reader, read);
                break;
        }
    }

    private void Forget(string reader, Predicate<int> which)
    {
        foreach ((string Reader, int Partition) key in _next.Keys.Where(key => key.Reader == reader && which(key.Partition)).ToArray())
        {
            _next.Remove(key);
        }
    }

    private void Add(WorkerStarted reader, RecordsRead read)
    {
        Read += read.Records.Count;
        long expected = _next.GetValueOrDefault((reader.Name, read.Partition), read.Offset);
        if (read.Offset != expected)
        {
            string way = read.Offset > expected ? "ahead" : "back";
            anomalies.Add(
                AnomalyKind.Skipped, $"{reader.Name} jumped {way} in partition {read.Partition}: from offset {expected} to {read.Offset}.");
        }

        _next[(reader.Name, read.Partition)] = read.Offset + read.Records.Count;
        PartitionLog log = final.Get(read.Partition);
        for (int i = 0; i < read.Records.Count; i++)
        {
            Compare(reader, log, read.Offset + i, producers.Identify(read.Records[i]));
        }
    }

    private void Compare(WorkerStarted reader, PartitionLog log, long offset, RecordId id)
    {
        if (offset < log.Start || log[offset] == id)
        {
            return;
        }

        bool isBeyond = offset >= log.ReadEnd;
        if (isBeyond && !log.IsComplete)
        {
            // Nobody knows what is there.
            return;
        }

        string where = $"partition {log.Partition}, offset {offset}";
        if (isBeyond)
        {
            anomalies.Add(
                AnomalyKind.ReadUncommitted, $"{reader.Name} was given {producers.Name(id)} at {where}, but the log ends at {log.ReadEnd}.");
        }
        else if (!id.IsStrange && producers[id].FoundAt(id.Sequence).IsNone)
        {
            anomalies.Add(
                AnomalyKind.ReadUncommitted,
                $"{reader.Name} was given {producers.Name(id)} at {where}, which is nowhere in the log; {producers.Name(log[offset])} is there.");
        }
        else
        {
            anomalies.Add(
                AnomalyKind.Diverging, $"{reader.Name} has {producers.Name(id)} at {where}, where the log has {producers.Name(log[offset])}.");
        }
    }
}
