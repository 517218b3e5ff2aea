namespace RaftLog.Chaos.History;

/// <summary>Checks what consumer groups were given and what became of their commits.</summary>
internal sealed class GroupCheck(FinalLog final, AnomalyLog anomalies)
{
    private readonly SortedDictionary<(string Group, int Partition), GroupPartition> _partitions = [];

    /// <summary>Commits that were acknowledged.</summary>
    public long Commits => _partitions.Values.Sum(partition => (long)partition.Commits);

    public void Add(string group, HistoryEvent line)
    {
        switch (line)
        {
            case RecordsRead read:
                Get(group, read.Partition).AddRead(read);
                break;
            case OffsetCommitted commit:
                Get(group, commit.Partition).AddCommit(commit);
                break;
            case PartitionResumed resumed:
                Get(group, resumed.Partition).AddResumed(resumed);
                break;
        }
    }

    public void Finish()
    {
        foreach (((string Group, int Partition) key, GroupPartition partition) in _partitions)
        {
            partition.FindSkipped(final.Get(key.Partition), anomalies);
            partition.CheckCommits(anomalies);
        }
    }

    private GroupPartition Get(string group, int partition)
    {
        if (!_partitions.TryGetValue((group, partition), out GroupPartition? found))
        {
            _partitions.Add((group, partition), found = new GroupPartition(group, partition));
        }

        return found;
    }
}
