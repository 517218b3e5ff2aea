namespace RaftLog.Client.Network;

/// <summary>Milliseconds since the clock was made; never goes back. For deadlines, not for record timestamps.</summary>
internal sealed class MonotonicClock(TimeProvider timeProvider)
{
    private readonly long _start = timeProvider.GetTimestamp();

    public TimeProvider TimeProvider => timeProvider;

    public long NowMs => (long)timeProvider.GetElapsedTime(_start).TotalMilliseconds;

    public long After(TimeSpan span) => NowMs + (long)Math.Min(span.TotalMilliseconds, int.MaxValue);
}
