using System.Runtime.InteropServices;

namespace RaftLog.Cli.Bench;

/// <summary>
/// Lets a thread sleep until a moment, some tens of microseconds late at most while a processor is free. The timers of .NET count in whole
/// milliseconds, which would be more than what is measured; spinning would take a processor from the brokers that are measured.
/// </summary>
internal sealed partial class Pacer(TimeProvider time)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Sleeps until the time provider's timestamp; not at all when that has passed.</summary>
    /// <returns>The timestamp after the sleep.</returns>
    public long SleepUntil(long timestamp)
    {
        long now = time.GetTimestamp();
        while (now < timestamp)
        {
            Sleep(time.GetElapsedTime(now, timestamp));
            now = time.GetTimestamp();
        }

        return now;
    }

    private static void Sleep(TimeSpan span)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Yield();
            return;
        }

        long nanoseconds = (long)span.TotalNanoseconds;
        var request = new TimeSpec((nint)(nanoseconds / NanosecondsPerSecond), (nint)(nanoseconds % NanosecondsPerSecond));

        // A signal may end it early; the caller looks at the clock anyway.
        _ = NanoSleep(in request, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec(nint seconds, nint nanoseconds)
    {
        private readonly nint _seconds = seconds;
        private readonly nint _nanoseconds = nanoseconds;
    }
}
