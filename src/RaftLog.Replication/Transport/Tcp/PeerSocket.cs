using System.Net.Sockets;

namespace RaftLog.Replication;

/// <summary>What both ends of a connection between brokers have set.</summary>
internal static class PeerSocket
{
    // A broker whose machine lost its power, or the way to it, says nothing any more; where nothing is sent either, only the system finds out, if it is told to.
    private const int SecondsOfSilence = 10;
    private const int SecondsBetweenProbes = 5;
    private const int Probes = 3;

    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, SecondsOfSilence);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, SecondsBetweenProbes);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }
}
