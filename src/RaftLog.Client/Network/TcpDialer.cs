using System.Net;
using System.Net.Sockets;

namespace RaftLog.Client.Network;

/// <summary>Opens TCP connections.</summary>
internal static class TcpDialer
{
    public static async ValueTask<Stream> DialAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        // Dual mode and a list of addresses: Socket tries what the name resolves to in turn.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
