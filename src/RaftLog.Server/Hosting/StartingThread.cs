#pragma warning disable RS0030 // The host is above the seams: it has the threads of the process.

using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using RaftLog.Broker.Network;

namespace RaftLog.Server.Hosting;

/// <summary>
/// Lets a connection start a short request on the thread that has polled it, and takes everything else to the thread pool: what may take long, all while a
/// thread was held up not long ago, and now and then a connection whose bytes never end, from which such a thread would not come back.
/// </summary>
/// <remarks>
/// The way to the thread pool begins when it is awaited, not before: a task that had arrived by then would let its awaiter go on where it is.
/// </remarks>
/// <param name="pollers">The threads.</param>
/// <param name="socket">The connection's.</param>
internal sealed class StartingThread(PollingThreads pollers, Socket socket) : IStartingThread, IValueTaskSource, IThreadPoolWorkItem
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(5);

    private long _lookedAt;
    private long? _startedAt; // On a polling thread.
    private Action<object?>? _continuation; // Of who is on the way to the thread pool.
    private object? _state;

    public ValueTask BeforeAsync(bool isShort)
    {
        _startedAt = null;
        if (Thread.CurrentThread.IsThreadPoolThread)
        {
            return ValueTask.CompletedTask;
        }

        long now = pollers.Time.GetTimestamp();
        if (!isShort || pollers.AreAvoided || IsFlooded(now))
        {
            return new ValueTask(this, token: 0);
        }

        _startedAt = now;
        return ValueTask.CompletedTask;
    }

    public void After()
    {
        if (_startedAt is { } since)
        {
            pollers.Started(since);
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => ValueTaskSourceStatus.Pending;

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        (_continuation, _state) = (continuation, state);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IValueTaskSource.GetResult(short token)
    {
        // There is none; who awaits has arrived.
    }

    void IThreadPoolWorkItem.Execute()
    {
        (var continuation, object? state) = (_continuation!, _state);
        (_continuation, _state) = (null, null);
        continuation(state);
    }

    // While more is there already, Kestrel receives on the thread that it is on. From the thread pool it comes back when there is nothing more.
    private bool IsFlooded(long now)
    {
        if (pollers.Time.GetElapsedTime(_lookedAt, now) < LooksEvery)
        {
            return false;
        }

        _lookedAt = now;
        try
        {
            return socket.Available > 0;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false; // The next receive says so.
        }
    }
}
