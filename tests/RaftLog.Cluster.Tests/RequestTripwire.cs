using System.Net;
using System.Net.Sockets;
using RaftLog.Protocol;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// The connections of a client that is stopped at its first request of a kind, so that a test can do something at exactly that point: before the request
/// goes out or, if so wanted, while it is out and nothing that comes back is heard.
/// </summary>
internal sealed class RequestTripwire(ApiKey api, bool isSent = false)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the client has come to that request.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the client go on.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask<Stream> DialAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint, cancellationToken);
        return new TrippedStream(new NetworkStream(socket, ownsSocket: true), this);
    }

    /// <summary>To be awaited before bytes are written in which a request begins.</summary>
    public async ValueTask BeforeWriteAsync(ApiKey begins)
    {
        if (!isSent && begins == api)
        {
            _reached.TrySetResult();
            await _released.Task;
        }
    }

    public void AfterWrite(ApiKey begins)
    {
        if (isSent && begins == api)
        {
            _reached.TrySetResult();
        }
    }

    /// <summary>To be awaited when something was read, before the client gets it.</summary>
    public async ValueTask AfterReadAsync()
    {
        if (isSent && _reached.Task.IsCompleted)
        {
            await _released.Task;
        }
    }
}
