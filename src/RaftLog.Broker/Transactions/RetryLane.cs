namespace RaftLog.Broker.Transactions;

/// <summary>One request under way at a time, and a pause that grows while nothing succeeds.</summary>
internal sealed class RetryLane(TransactionCoordinatorOptions options, TimeProvider time)
{
    private TimeSpan _pause = options.FirstPause;

    // When the next request may go, as TimeProvider.GetTimestamp tells time.
    private long _notBefore = time.GetTimestamp();

    private bool _isBusy;

    /// <summary>Whether a request may go now.</summary>
    public bool IsFree => !_isBusy && time.GetTimestamp() >= _notBefore;

    /// <summary>How long until one may go; null while one is under way, whose return is awaited instead.</summary>
    public TimeSpan? Wait =>
        _isBusy ? null : time.GetElapsedTime(time.GetTimestamp(), _notBefore) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Begin() => _isBusy = true;

    /// <summary>The request came back.</summary>
    /// <param name="hasSucceeded">Whether any of it was done.</param>
    /// <param name="hasFailed">Whether any of it was not.</param>
    public void End(bool hasSucceeded, bool hasFailed)
    {
        _isBusy = false;
        if (hasSucceeded)
        {
            _pause = options.FirstPause;
        }

        if (hasFailed)
        {
            _notBefore = time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);
            _pause = _pause * 2 < options.LongestPause ? _pause * 2 : options.LongestPause;
        }
    }
}
