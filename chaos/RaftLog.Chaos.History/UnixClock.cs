using System.Diagnostics;

namespace RaftLog.Chaos.History;

/// <summary>
/// The time of all histories: microseconds since 1970, UTC. Read from the wall clock once and from the monotonic clock since, so that within
/// a process it never goes back; between the processes of one machine it agrees to well below a millisecond.
/// </summary>
public static class UnixClock
{
    private static readonly long StartUs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long StartTimestamp = Stopwatch.GetTimestamp();

    /// <summary>Now, in microseconds since 1970.</summary>
    public static long NowUs => StartUs + (Stopwatch.GetElapsedTime(StartTimestamp).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>A time of a history for people.</summary>
    public static DateTimeOffset ToDateTime(long us) => DateTimeOffset.UnixEpoch.AddMicroseconds(us);
}
