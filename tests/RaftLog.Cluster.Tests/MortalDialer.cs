using System.Net;
using System.Net.Sockets;

namespace RaftLog.Cluster.Tests;

/// <summary>The connections of a client that can be killed: from then on nothing of it is heard, as of a process that is gone.</summary>
internal sealed class MortalDialer
{
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private bool _isDead;

    public async ValueTask<Stream> DialAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        lock (_lock)
        {
            if (_isDead)
            {
                socket.Dispose();
                throw new IOException("This client is dead.");
            }

            _sockets.Add(socket);
        }

        await socket.ConnectAsync(endPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Kill()
    {
        lock (_lock)
        {
            _isDead = true;
            _sockets.ForEach(socket => socket.Dispose());
        }
    }
}
