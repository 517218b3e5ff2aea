using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The appends of one leadership that wait: for their write (acks of the leader), for their commit, or, as duplicates, for the commit of their
/// original. Owned by the shard. When leadership ends, whatever is left fails: an entry that this replica cannot prove committed is never
/// reported as a success, even if the next leader keeps it.
/// </summary>
internal sealed class AppendQueue(TurnOutcomes outcomes)
{
    private readonly Queue<PendingAppend> _untilCommitted = new(); // Ascending in index.
    private readonly List<PendingAppend> _untilWritten = [];
    private readonly PriorityQueue<PendingAppend, Offset> _duplicates = new(); // By the end of the original.

    public bool IsEmpty => _untilCommitted.Count == 0 && _untilWritten.Count == 0 && _duplicates.Count == 0;

    public void Add(PendingAppend append)
    {
        if (append.Acks == AppendAcks.Leader)
        {
            _untilWritten.Add(append);
        }
        else
        {
            _untilCommitted.Enqueue(append);
        }
    }

    /// <summary>Lets a duplicate wait until its original is committed: before, the original could still be lost.</summary>
    public void AddDuplicate(PendingAppend append, Offset originalEnd) => _duplicates.Enqueue(append, originalEnd);

    /// <summary>Everything added so far is written to the log.</summary>
    public void Written(Offset logStart)
    {
        foreach (PendingAppend append in _untilWritten)
        {
            outcomes.Complete(append, Outcome(append, AppendStatus.Appended, logStart));
        }

        _untilWritten.Clear();
    }

    /// <summary>The next append whose entry is committed, if there is one.</summary>
    public bool TryTakeCommitted(LogIndex commit, out PendingAppend append)
    {
        if (_untilCommitted.TryPeek(out append!) && append.Index <= commit)
        {
            _untilCommitted.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>Completes the duplicates whose originals are committed.</summary>
    public void CompleteDuplicates(Offset highWatermark, Offset logStart)
    {
        while (_duplicates.TryPeek(out PendingAppend? append, out Offset originalEnd) && originalEnd <= highWatermark)
        {
            _duplicates.Dequeue();
            outcomes.Complete(append, Outcome(append, AppendStatus.Duplicate, logStart));
        }
    }

    public void FailAll(AppendStatus status, Term term)
    {
        Fail(_untilWritten, status, term);
        Fail(_untilCommitted, status, term);
        while (_duplicates.TryDequeue(out PendingAppend? duplicate, out _))
        {
            outcomes.Fail(duplicate, status, term);
        }

        _untilWritten.Clear();
        _untilCommitted.Clear();
    }

    public static AppendOutcome Outcome(PendingAppend append, AppendStatus status, Offset logStart) =>
        new(status, append.Index, append.Term, append.BaseOffset, logStart);

    private void Fail(IEnumerable<PendingAppend> appends, AppendStatus status, Term term)
    {
        foreach (PendingAppend append in appends)
        {
            outcomes.Fail(append, status, term);
        }
    }
}
