using System.Net;
using System.Reflection;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>The way to one broker for one purpose: opens a connection when one is needed, and another when it broke.</summary>
internal sealed class BrokerChannel(DnsEndPoint endPoint, ClientOptions options, MonotonicClock clock, Backoff backoff, ILogger logger)
    : IAsyncDisposable
{
    private const short ApiVersionsVersion = 3;

    private static readonly string SoftwareVersion =
        typeof(BrokerChannel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();

    // Guarded by _lock. The task of the current connection, or of the attempt to open one.
    private Task<BrokerConnection>? _connection;
    private BrokerConnection? _open;
    private CancellationTokenSource? _attempt;
    private long _notBeforeMs;
    private int _failures;

    // Of the next attempt to connect. Touched by attempts only, of which one follows the other.
    private TimeSpan _patience = options.ConnectTimeout;

    public DnsEndPoint EndPoint => endPoint;

    /// <summary>When a connection may be tried again after failures, on the monotonic clock.</summary>
    public long NotBeforeMs
    {
        get
        {
            lock (_lock)
            {
                return _notBeforeMs;
            }
        }
    }

    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _open is { IsOpen: true };
            }
        }
    }

    /// <summary>The open connection, or a new one.</summary>
    public Task<BrokerConnection> GetAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            bool isUsable = _connection is { IsCompleted: false } || _open is { IsOpen: true };
            return isUsable ? _connection! : _connection = ReplaceAsync(_connection);
        }
    }

    /// <summary>Gives up the current connection, or the attempt to open one, whose broker is no longer believed to answer.</summary>
    public void Abandon(Exception reason)
    {
        BrokerConnection? open;
        lock (_lock)
        {
            open = _open;

            // The system of a stopped process still takes connections; only the first answer on it would never come.
            _ = _attempt?.CancelAsync();
        }

        open?.Close(reason);
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        Task<BrokerConnection>? last;
        lock (_lock)
        {
            last = _connection;
        }

        await DisposeConnectionAsync(last).ConfigureAwait(false);
        _disposed.Dispose();
    }

    private async Task<BrokerConnection> ReplaceAsync(Task<BrokerConnection>? broken)
    {
        await Task.Yield(); // Nothing below may run under the caller's lock.
        await DisposeConnectionAsync(broken).ConfigureAwait(false);
        TimeSpan patience = _patience;
        using var timeout = new CancellationTokenSource(patience, clock.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _disposed.Token);
        lock (_lock)
        {
            _attempt = timeout;
        }

        try
        {
            BrokerConnection opened = await OpenAsync(patience, either.Token).ConfigureAwait(false);
            lock (_lock)
            {
                _open = opened;
                _failures = 0;
                _notBeforeMs = 0;
            }

            _patience = options.ConnectTimeout;
            return opened;
        }
        catch (Exception exception)
        {
            // Whatever a Dial of the user's throws: the next attempt may fare better.
            lock (_lock)
            {
                _notBeforeMs = clock.After(backoff.After(++_failures));
            }

            _patience = timeout.IsCancellationRequested ? Longer(patience) : options.ConnectTimeout;
            ClientLog.ConnectFailed(logger, endPoint.Host, endPoint.Port, exception.Message);
            throw exception as RaftLogException ?? NotReachable(exception, timeout.IsCancellationRequested ? patience : null);
        }
        finally
        {
            lock (_lock)
            {
                _attempt = null;
            }
        }
    }

    private TimeSpan Longer(TimeSpan patience) =>
        TimeSpan.FromTicks(Math.Max(patience.Ticks, Math.Min(2 * patience.Ticks, options.ConnectTimeoutMax.Ticks)));

    private async Task<BrokerConnection> OpenAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Stream stream = await (options.Dial ?? TcpDialer.DialAsync)(endPoint, cancellationToken).ConfigureAwait(false);
        var connection = new BrokerConnection(endPoint, stream, options, clock);
        try
        {
            connection.Start();
            connection.ApiVersions = await NegotiateAsync(connection, patience).WaitAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<BrokerApiVersions> NegotiateAsync(BrokerConnection connection, TimeSpan patience)
    {
        ApiVersionsResponse response = await AskVersionsAsync(connection, ApiVersionsVersion, patience).ConfigureAwait(false);
        if (response.ErrorCode == ErrorCode.UnsupportedVersion)
        {
            // An older broker answers in the layout of version 0; every broker speaks that one.
            response = await AskVersionsAsync(connection, 0, patience).ConfigureAwait(false);
        }

        return response.ErrorCode == ErrorCode.None
            ? new BrokerApiVersions(response)
            : throw new RaftLogException(
                response.ErrorCode, $"{endPoint.Host}:{endPoint.Port} refused the handshake with {response.ErrorCode.KafkaName()}.");
    }

    private static async Task<ApiVersionsResponse> AskVersionsAsync(BrokerConnection connection, short version, TimeSpan patience)
    {
        var request = new ApiVersionsRequest { ClientSoftwareName = "raftlog", ClientSoftwareVersion = SoftwareVersion };
        Received<ApiVersionsResponse> received = await connection
            .SendAsync<ApiVersionsRequest, ApiVersionsResponse>(request, version, patience)
            .ConfigureAwait(false);
        return received.Message;
    }

    private RaftLogException NotReachable(Exception cause, TimeSpan? timeout) =>
        new(
            ErrorCode.NetworkException,
            timeout is { } patience
                ? $"{endPoint.Host}:{endPoint.Port} did not take the connection within {patience}."
                : $"{endPoint.Host}:{endPoint.Port} cannot be reached: {cause.Message} Check that the broker runs and that the address is right.",
            null,
            cause);

    private static async Task DisposeConnectionAsync(Task<BrokerConnection>? connection)
    {
        if (connection is null)
        {
            return;
        }

        try
        {
            await (await connection.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (RaftLogException)
        {
            // It was never open: all that an attempt throws.
        }
    }
}
