namespace RaftLog.Chaos.History;

/// <summary>What the members of a group did with one partition.</summary>
internal sealed class GroupPartition(string group, int partition)
{
    private readonly OffsetSet _consumed = new();
    private readonly List<OffsetCommitted> _commits = [];
    private readonly List<PartitionResumed> _resumed = [];

    public int Commits => _commits.Count(commit => commit.Outcome == Outcome.Acknowledged);

    public void AddRead(RecordsRead read) => _consumed.Add(read.Offset, read.Records.Count);

    public void AddCommit(OffsetCommitted commit) => _commits.Add(commit);

    public void AddResumed(PartitionResumed resumed) => _resumed.Add(resumed);

    /// <summary>Finds records that a commit passed over unread.</summary>
    public void FindSkipped(PartitionLog log, AnomalyLog anomalies)
    {
        long committed = _commits.Where(commit => commit.Outcome == Outcome.Acknowledged).Select(commit => commit.Offset).DefaultIfEmpty(0).Max();
        for (long offset = log.Start; offset < committed; offset++)
        {
            if (!_consumed.Contains(offset))
            {
                anomalies.Add(
                    AnomalyKind.Skipped, $"Group {group} committed partition {partition} up to {committed}, but no member was given offset {offset}.");
            }
        }
    }

    /// <summary>
    /// Checks that the committed offset behaves as one register: who asks for it is told the last one that was committed before, or one whose
    /// commit overlaps with the question or had an unknown outcome, which may come into force at any later time.
    /// </summary>
    public void CheckCommits(AnomalyLog anomalies)
    {
        foreach (PartitionResumed resumed in _resumed)
        {
            Check(resumed, anomalies);
        }

        // Generations fence late members, so commits that follow upon each other never go down, whoever sent them.
        OffsetCommitted? highest = null;
        OffsetCommitted[] byEnd = [.. _commits.Where(commit => commit.Outcome == Outcome.Acknowledged).OrderBy(commit => commit.DoneUs)];
        int ended = 0;
        foreach (OffsetCommitted commit in byEnd.OrderBy(commit => commit.AtUs))
        {
            for (; ended < byEnd.Length && byEnd[ended].DoneUs < commit.AtUs; ended++)
            {
                highest = highest is null || byEnd[ended].Offset > highest.Offset ? byEnd[ended] : highest;
            }

            if (highest is not null && commit.Offset < highest.Offset)
            {
                anomalies.Add(
                    AnomalyKind.CommitWentBack,
                    $"Group {group} was let commit {commit.Offset} for partition {partition} after {highest.Offset} had been acknowledged.");
            }
        }
    }

    private void Check(PartitionResumed resumed, AnomalyLog anomalies)
    {
        OffsetCommitted? last = _commits
            .Where(commit => commit.Outcome == Outcome.Acknowledged && commit.DoneUs < resumed.AtUs)
            .MaxBy(commit => commit.AtUs);
        bool isExplained = last is null && resumed.Offset < 0;
        bool isKnown = false;
        foreach (OffsetCommitted commit in _commits.Where(commit => commit.Outcome != Outcome.Failed && commit.Offset == resumed.Offset))
        {
            isKnown = true;
            isExplained |= commit.Outcome == Outcome.Unknown || last is null || commit.DoneUs >= last.AtUs;
        }

        if (isExplained)
        {
            return;
        }

        if (isKnown || resumed.Offset < 0)
        {
            anomalies.Add(
                AnomalyKind.CommitWentBack,
                $"Group {group} was told {resumed.Offset} as the committed offset of partition {partition} after {last?.Offset} had been acknowledged.");
        }
        else
        {
            anomalies.Add(
                AnomalyKind.CommitInvented,
                $"Group {group} was told {resumed.Offset} as the committed offset of partition {partition}, which no member committed.");
        }
    }
}
