using System.Net.Sockets;

namespace RaftLog.Replication.Tests;

public sealed class PeerSocketTests
{
    /// <summary>Nothing is ever sent on the accepting end: of a peer whose machine lost its power only these probes tell.</summary>
    [Test]
    public async Task Connections_AreProbedByTheSystem_WhenTheOtherEndIsSilent()
    {
        (Socket client, Socket server) = await LoopbackSockets.ConnectAsync();
        using (client)
        using (server)
        {
            PeerSocket.Prepare(server);

            Assert.That(server.NoDelay, Is.True);
            Assert.That((int)server.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!, Is.Not.Zero);
            Assert.That((int)server.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!, Is.LessThanOrEqualTo(10));
        }
    }
}
