using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RaftLog.Chaos;

/// <summary>
/// Listens in the place of a broker for one other broker, which dials here instead. Brokers dial the one that they send to, so that what one
/// proxy carries is all that its <c>from</c> sends to its <c>to</c>, and the small answers of handshakes.
/// </summary>
internal sealed class PeerProxy : IAsyncDisposable
{
    private readonly IPEndPoint _target;
    private readonly Random _random;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;

    /// <summary>Starts to listen.</summary>
    public PeerProxy(PeerLink link, int port, int targetPort, Random random)
    {
        Link = link;
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _random = random;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The way that this proxy carries.</summary>
    public PeerLink Link { get; }

    /// <summary>Where the sender dials.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket dialler = await _listener.AcceptSocketAsync(_stop.Token);
                Task served = ServeAsync(dialler);
                _connections[served] = true;
                _ = served.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or a connection that was gone before it was taken.
            }
        }
    }

    private async Task ServeAsync(Socket dialler)
    {
        using (dialler)
        using (var target = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            // A reset, not a quiet end: that is what the kernel of a killed broker sends, and both sides take it as the hint that it is.
            dialler.LingerState = new LingerOption(true, 0);
            target.LingerState = new LingerOption(true, 0);
            dialler.NoDelay = true;
            target.NoDelay = true;
            try
            {
                await Link.PassAsync(_stop.Token);
                await target.ConnectAsync(_target, _stop.Token);
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                Task there = new ProxyPump(Link, dialler, target, _random).RunAsync(ended.Token);
                Task back = new ProxyPump(Link, target, dialler, _random).RunAsync(ended.Token);
                await Task.WhenAny(there, back);
                await ended.CancelAsync();
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The target does not listen: the dialler sees its connection reset.
            }
        }
    }
}
