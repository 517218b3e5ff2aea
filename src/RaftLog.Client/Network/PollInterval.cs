namespace RaftLog.Client.Network;

/// <summary>
/// How long to wait before metadata are asked for again: not at all when nobody needed news for a second, then 5 ms, since an election that a
/// broken connection set off is over after some 20, and half as long again each time, up to a tenth of a second. The next leader is found
/// at most one wait late, which is why they grow slowly.
/// </summary>
internal sealed class PollInterval
{
    /// <summary>The longest, in milliseconds.</summary>
    public const long MaxMs = 100;

    private const long FirstMs = 5;
    private const long QuietMs = 1_000;

    private long _intervalMs;
    private long _lastMs = -QuietMs;

    /// <summary>The wait of somebody who needs news now, on the monotonic clock.</summary>
    public long Next(long nowMs)
    {
        bool isNewTrouble = nowMs - _lastMs >= QuietMs;
        _intervalMs = isNewTrouble ? 0 : Math.Clamp(_intervalMs + (_intervalMs / 2), FirstMs, MaxMs);
        _lastMs = nowMs;
        return _intervalMs;
    }
}
