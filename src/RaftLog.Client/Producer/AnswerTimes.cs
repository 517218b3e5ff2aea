namespace RaftLog.Client;

/// <summary>
/// How long a broker takes to acknowledge. What it takes longer than at its best it spends with batches that were there before: then it has more of them than it
/// can take, however small they are, and fewer and larger ones are what helps. Touched by the sender's loop only.
/// </summary>
internal sealed class AnswerTimes
{
    // Where acknowledgements take longer than this at their best, more than one batch under way keeps the latency of a record near theirs.
    private const long LeastFollowingMs = 5;

    // A broker at which requests wait for less is not busy.
    private const long BusyMs = 20;

    // Lingering grows with each answer of a busy broker and shrinks with each other one, so that it comes to what keeps the broker just busy.
    private const double LeastLingerMs = 5;
    private const double MostLingerMs = 500;
    private const double Growth = 1.25;
    private const double Shrinkage = 0.9;

    // How fast the best follows the answers to requests that were alone, when a broker has become slower: another disk, a longer way.
    private const double Following = 1.0 / 8;

    private double _bestMs = double.PositiveInfinity;
    private double _lingerMs;
    private long _lastMs;

    /// <summary>
    /// How long a batch may grow behind another of its partition that is under way to the broker: as long as answers had to wait there, by the shorter of the
    /// last two, so that one stall of a disk says nothing about the next batch.
    /// </summary>
    public long FollowingMs { get; private set; } = LeastFollowingMs;

    /// <summary>
    /// How long any batch may grow while others are under way to the broker: 0 unless it is busy. With many partitions a batch of each is too much for it when
    /// they are small, though none is behind another.
    /// </summary>
    public long LingerMs => (long)_lingerMs;

    /// <summary>Takes note of an answer.</summary>
    /// <param name="afterMs">How long after the request it came.</param>
    /// <param name="wasAlone">Whether nothing else of this producer was under way to the broker when the request was sent.</param>
    /// <param name="isBufferFull">Whether records wait for room in the producer's buffer: then lingering longer would let it send less.</param>
    public void Add(long afterMs, bool wasAlone, bool isBufferFull)
    {
        _bestMs = wasAlone && afterMs > _bestMs ? _bestMs + ((afterMs - _bestMs) * Following) : Math.Min(_bestMs, afterMs);
        long waitMs = Math.Min(_lastMs, afterMs) - (long)_bestMs;
        _lastMs = afterMs;
        FollowingMs = Math.Max(LeastFollowingMs, waitMs);
        _lingerMs = waitMs >= BusyMs && !isBufferFull ? Math.Clamp(_lingerMs * Growth, LeastLingerMs, MostLingerMs)
            : _lingerMs > LeastLingerMs ? _lingerMs * Shrinkage
            : 0;
    }
}
