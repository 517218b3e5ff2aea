using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace RaftLog.Replication;

/// <summary>
/// One lane to one other broker: dials, greets, sends, and dials again when the connection breaks, at first after milliseconds and then ever
/// more slowly. Nothing but the answer to the greeting ever comes back on this connection, so that the end of its read side is the news that
/// the other process is gone.
/// </summary>
internal sealed class OutboundLink : IAsyncDisposable
{
    private readonly PeerHello _hello;
    private readonly PeerAddress _address;
    private readonly TcpPeerTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<OutboundLink, bool> _connectionChanged;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private volatile FrameOutbox? _outbox;

    /// <summary>Begins to dial.</summary>
    public OutboundLink(
        PeerHello hello,
        PeerAddress address,
        TcpPeerTransportOptions options,
        TimeProvider time,
        ILogger logger,
        Action<OutboundLink, bool> connectionChanged)
    {
        _hello = hello;
        _address = address;
        _options = options;
        _time = time;
        _logger = logger;
        _connectionChanged = connectionChanged;
        _running = RunAsync();
    }

    public PeerAddress Address => _address;

    public PeerLane Lane => _hello.Lane;

    public bool IsConnected => _outbox is not null;

    public bool Send(PeerFrame frame)
    {
        if (_outbox is { } outbox)
        {
            return outbox.Send(frame);
        }

        frame.Release();
        return false;
    }

    /// <summary>Hangs up and dials no more.</summary>
    public async Task StopAsync()
    {
#pragma warning disable RS0030 // Sockets have threads of their own; nothing of what hangs on this may run under the caller's lock.
        await _stop.CancelAsync();
#pragma warning restore RS0030
        await _running;
        _stop.Dispose();
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    private async Task RunAsync()
    {
        TimeSpan wait = _options.ReconnectMin;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using Socket socket = await ConnectAsync();
                wait = _options.ReconnectMin;
                ReplicationLog.PeerConnected(_logger, _address, Lane);
                await ServeAsync(socket);
                ReplicationLog.PeerDisconnected(_logger, _address, Lane);
                _connectionChanged(this, false);
            }
            catch (HandshakeRefusedException refusal)
            {
                ReplicationLog.RefusedByPeer(_logger, _address, refusal.Verdict, refusal.Message);
                wait = _options.RefusedRetry;
            }
            catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException or PeerProtocolException)
            {
                ReplicationLog.PeerUnreachable(_logger, _address, Lane, failure.Message);
                if (failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.ConnectionReset })
                {
                    _connectionChanged(this, false);
                }
            }

            await PauseAsync(wait);
            wait = wait * 2 < _options.ReconnectMax ? wait * 2 : _options.ReconnectMax;
        }
    }

    private async Task PauseAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop ends at its condition.
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            PeerSocket.Prepare(socket);
            using var timeout = new CancellationTokenSource(_options.HandshakeTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
            await socket.ConnectAsync(_address.Host, _address.Port, either.Token);
            await socket.SendAsync(_hello.Encode(), SocketFlags.None, either.Token);
            await ReadWelcomeAsync(socket, either.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task ReadWelcomeAsync(Socket socket, CancellationToken cancellationToken)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var prefix = new byte[PeerWelcome.PrefixSize];
        await stream.ReadExactlyAsync(prefix, cancellationToken);
        PeerProtocol.Require(
            PeerWelcome.TryDecodePrefix(prefix, out HandshakeVerdict verdict, out int reasonBytes),
            "an answer to the greeting that is not of this protocol: is this the peer port of a broker?");
        if (verdict != HandshakeVerdict.Accepted)
        {
            var reason = new byte[reasonBytes];
            await stream.ReadExactlyAsync(reason, cancellationToken);
            throw new HandshakeRefusedException(verdict, System.Text.Encoding.UTF8.GetString(reason));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var outbox = new FrameOutbox(socket, _options.QueueBytesPerPeer, _options.InlineWriteBytes);
        await using ITimer stallTimer = _time.CreateTimer(static state => ((Socket)state!).Dispose(), socket, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Task writing = outbox.RunAsync(stallTimer, _options.WriteTimeout);
        _outbox = outbox;
        try
        {
            _connectionChanged(this, true);
            await WaitForEndAsync(socket);
        }
        finally
        {
            _outbox = null;
            outbox.Close();
            socket.Dispose();
            await writing;
        }
    }

    private async Task WaitForEndAsync(Socket socket)
    {
        try
        {
            var nothing = new byte[1];
            await socket.ReceiveAsync(nothing, SocketFlags.None, _stop.Token);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // However it ended, it ended.
        }
    }
}
