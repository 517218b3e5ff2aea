#pragma warning disable RS0030 // The host is above the seams: it has the environment and the threads of the process.

namespace RaftLog.Server.Hosting;

/// <summary>
/// The threads of the runtime that wait for all sockets of the process. In a process of its own a broker starts short requests on them: handed over to the
/// thread pool, a request costs two wake-ups, of the worker that takes it and of the next one, which the pool sends after every piece of work. All
/// connections wait for these threads, so nobody stays on them for whom it takes long; see <see cref="StartingThread"/>. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class PollingThreads(TimeProvider time)
{
    // Of what is shorter, a machine that has more to do than processors makes enough by itself.
    private static readonly TimeSpan HoldUp = TimeSpan.FromMilliseconds(100);

    // A thread is held up for a hundredth of the time at most.
    private const int TimesAvoided = 100;

    private long _avoidedUntil = long.MinValue; // In ticks of the clock's timestamps.

    /// <summary>Whether what held a thread up was so recent that they are left to themselves.</summary>
    public bool AreAvoided => time.GetTimestamp() < Interlocked.Read(ref _avoidedUntil);

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>A request was started on one of these threads; when that took long, as a write to a slow disk may, they are avoided for a while.</summary>
    /// <param name="since">When it began.</param>
    public void Started(long since)
    {
        var length = time.GetElapsedTime(since);
        if (length >= HoldUp)
        {
            Interlocked.Exchange(ref _avoidedUntil, time.GetTimestamp() + (long)(length.TotalSeconds * TimesAvoided * time.TimestampFrequency));
        }
    }
}
