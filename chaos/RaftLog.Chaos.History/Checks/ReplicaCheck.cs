namespace RaftLog.Chaos.History;

/// <summary>
/// Compares what replicas have on their disks with the log that was read back. Only what lies below its end is compared: a replica may end
/// earlier, or with what was never committed. What was read back was committed, though, so a majority must have it.
/// </summary>
internal sealed class ReplicaCheck(ProducerTable producers, FinalLog final, AnomalyLog anomalies)
{
    // Where each replica goes on: the end of what it has, once it was read.
    private readonly Dictionary<(string Replica, int Partition), long> _next = [];

    // The ends of the replicas of each partition that were read as a whole.
    private readonly SortedDictionary<int, List<long>> _ends = [];

    /// <summary>Replicas that were read, over all partitions.</summary>
    public int Replicas => _ends.Values.Sum(ends => ends.Count);

    /// <summary>Records that were compared.</summary>
    public long Compared { get; private set; }

    public void Add(WorkerStarted replica, HistoryEvent line)
    {
        switch (line)
        {
            case RecordsRead read when read.Records.Count > 0:
                Add(replica.Name, read);
                break;
            case PartitionBounds bounds:
                EndsOf(bounds.Partition).Add(bounds.End);
                break;
        }
    }

    /// <summary>Finds partitions whose end is not on a majority of the replicas. After all replicas.</summary>
    public void Finish()
    {
        foreach ((int partition, List<long> ends) in _ends)
        {
            long readEnd = final.Get(partition).ReadEnd;
            int copies = ends.Count(end => end >= readEnd);
            if (copies <= ends.Count / 2)
            {
                anomalies.Add(
                    AnomalyKind.TooFewCopies,
                    $"Partition {partition} was read to offset {readEnd}, but {copies} of {ends.Count} replicas have it so far; they end at "
                    + $"{string.Join(", ", ends)}.");
            }
        }
    }

    private void Add(string replica, RecordsRead read)
    {
        PartitionLog log = final.Get(read.Partition);
        long expected = _next.GetValueOrDefault((replica, read.Partition), read.Offset);
        if (read.Offset != expected)
        {
            anomalies.Add(AnomalyKind.Hole, $"{replica} goes from offset {expected} to {read.Offset} in partition {read.Partition}.");
        }

        _next[(replica, read.Partition)] = read.Offset + read.Records.Count;
        for (int i = 0; i < read.Records.Count; i++)
        {
            Compare(replica, log, read.Offset + i, producers.Identify(read.Records[i]));
        }
    }

    private void Compare(string replica, PartitionLog log, long offset, RecordId id)
    {
        if (offset < log.Start || offset >= log.ReadEnd)
        {
            return;
        }

        Compared++;
        if (log[offset] != id)
        {
            anomalies.Add(
                AnomalyKind.Diverging,
                $"{replica} has {producers.Name(id)} at partition {log.Partition}, offset {offset}, where the log has {producers.Name(log[offset])}.");
        }
    }

    private List<long> EndsOf(int partition)
    {
        if (!_ends.TryGetValue(partition, out List<long>? ends))
        {
            _ends.Add(partition, ends = []);
        }

        return ends;
    }
}
