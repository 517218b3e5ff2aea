using System.Net;
using System.Net.Sockets;

namespace RaftLog.Tests;

/// <summary>Two ends of one TCP connection over the loopback.</summary>
internal static class LoopbackSockets
{
    /// <summary>Connects them.</summary>
    /// <param name="bufferBytes">What the accepting end may have on its way, and the other one unread; null for what the system gives.</param>
    public static async Task<(Socket Client, Socket Server)> ConnectAsync(int? bufferBytes = null)
    {
        using var listener = New();
        var client = New();
        if (bufferBytes is { } bytes)
        {
            listener.SendBufferSize = bytes; // What is accepted has it from here.
            client.ReceiveBufferSize = bytes;
        }

        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (client, await listener.AcceptAsync());
    }

    private static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
