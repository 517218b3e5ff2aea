namespace RaftLog.Client;

/// <summary>
/// How long a broker takes to acknowledge. What it takes longer than at its best it spends with batches that were there before: then it has more of them than it
/// can take, however small they are, and fewer and larger ones are what helps. Touched by the sender's loop only.
/// </summary>
internal sealed class AnswerTimes
{
    // Where acknowledgements take longer than this at their best, more than one batch under way keeps the latency of a record near theirs.
    private const long LeastFollowingMs = 5;

    private long _leastMs = long.MaxValue;
    private long _lastMs;

    /// <summary>
    /// How long a batch may grow behind another of its partition that is under way to the broker: as long as answers had to wait there, by the shorter of the
    /// last two, so that one stall of a disk says nothing about the next batch.
    /// </summary>
    public long FollowingMs { get; private set; } = LeastFollowingMs;

    /// <summary>Takes note of an answer, and how long after the request it came.</summary>
    public void Add(long afterMs)
    {
        _leastMs = Math.Min(_leastMs, afterMs);
        FollowingMs = Math.Max(LeastFollowingMs, Math.Min(_lastMs, afterMs) - _leastMs);
        _lastMs = afterMs;
    }
}
