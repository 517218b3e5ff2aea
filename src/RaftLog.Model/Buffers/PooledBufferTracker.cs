using System.Collections.Concurrent;

namespace RaftLog.Model;

/// <summary>
/// Finds leaked <see cref="PooledBuffer"/>s in tests: while tracking is on for the current asynchronous flow, every rented buffer is
/// noted with the stack that rented it until it is returned. Off, it costs one read of an async-local per rent.
/// </summary>
internal static class PooledBufferTracker
{
    private static readonly AsyncLocal<ConcurrentDictionary<PooledBuffer, string>?> Current = new();

    private static int _trackers;

    /// <summary>Starts tracking in this flow; the returned set holds what is rented and not returned yet, with the renting stack.</summary>
    public static ConcurrentDictionary<PooledBuffer, string> Start()
    {
        var outstanding = new ConcurrentDictionary<PooledBuffer, string>();
        Current.Value = outstanding;
        Interlocked.Increment(ref _trackers);
        return outstanding;
    }

    /// <summary>Ends tracking in this flow.</summary>
    public static void Stop()
    {
        Current.Value = null;
        Interlocked.Decrement(ref _trackers);
    }

    internal static void Rented(PooledBuffer buffer)
    {
        if (Volatile.Read(ref _trackers) > 0 && Current.Value is { } outstanding)
        {
            outstanding[buffer] = Environment.StackTrace;
        }
    }

    internal static void Returned(PooledBuffer buffer)
    {
        if (Volatile.Read(ref _trackers) > 0 && Current.Value is { } outstanding)
        {
            outstanding.TryRemove(buffer, out _);
        }
    }
}
