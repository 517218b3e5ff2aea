#pragma warning disable RS0030 // The host is above the seams: it has the threads of the process.

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RaftLog.Broker.Network;

namespace RaftLog.Server.Hosting;

/// <summary>
/// Lets a connection start a short request on the thread that has polled it, and takes everything else to the thread pool: what may take long, all while a
/// thread was held up not long ago, and now and then a connection whose bytes never end, from which such a thread would not come back.
/// </summary>
/// <param name="pollers">The threads.</param>
/// <param name="socket">The connection's.</param>
internal sealed class StartingThread(PollingThreads pollers, Socket socket) : IStartingThread
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(5);

    private long _lookedAt;
    private long? _startedAt; // On a polling thread.

    public ValueTask BeforeAsync(bool isShort)
    {
        _startedAt = null;
        if (Thread.CurrentThread.IsThreadPoolThread)
        {
            return ValueTask.CompletedTask;
        }

        long now = pollers.Timestamp;
        if (!isShort || pollers.AreAvoided || IsFlooded(now))
        {
            return ToThreadPoolAsync();
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

    // While more is there already, Kestrel receives on the thread that it is on. From the thread pool it comes back when there is nothing more.
    private bool IsFlooded(long now)
    {
        if (!pollers.HavePassed(LooksEvery, _lookedAt))
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask ToThreadPoolAsync() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
