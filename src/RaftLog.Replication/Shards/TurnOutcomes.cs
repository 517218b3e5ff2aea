using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The outcomes of appends that a turn has decided. They are told after the turn, when nobody holds its lock: whoever awaits one may then go on where it is
/// told. Owned by the shard.
/// </summary>
internal sealed class TurnOutcomes
{
    // What follows more than this is work enough to be shared by the thread pool.
    private const int ToldHere = 8;

    // Whoever goes on here may append again, and that may be decided at once: on a cluster of one broker, without end.
    [ThreadStatic]
    private static bool _isTelling;

    private PendingAppend? _newest;

    public void Complete(PendingAppend append, in AppendOutcome outcome)
    {
        append.Decide(outcome);
        append.DecidedBefore = _newest;
        _newest = append;
    }

    public void Fail(PendingAppend append, AppendStatus status, Term term) => Complete(append, AppendOutcome.Failed(status, term));

    /// <summary>Takes what was decided since the last call, the newest first, for <see cref="Tell"/>.</summary>
    public PendingAppend? Take()
    {
        PendingAppend? newest = _newest;
        _newest = null;
        return newest;
    }

    /// <summary>
    /// Tells outcomes, the newest first: a connection answers in order, and finds the later answers ready when it has the one that it waits for.
    /// </summary>
    /// <param name="newest">What was taken.</param>
    /// <param name="here">Whether few of them may go on on this thread, which holds no lock, instead of waking one of the thread pool for each.</param>
    public static void Tell(PendingAppend? newest, bool here)
    {
        here &= !_isTelling && IsFew(newest);
        _isTelling |= here;
        while (newest is { } append)
        {
            newest = append.DecidedBefore; // First: once it is told, it may be another append.
            append.Tell(here);
        }

        _isTelling &= !here;
    }

    private static bool IsFew(PendingAppend? newest)
    {
        int count = 0;
        for (PendingAppend? append = newest; append is not null && count <= ToldHere; append = append.DecidedBefore)
        {
            count++;
        }

        return count <= ToldHere;
    }
}
