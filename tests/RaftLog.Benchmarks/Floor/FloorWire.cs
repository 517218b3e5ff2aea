using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace RaftLog.Benchmarks.Floor;

/// <summary>
/// What goes between the processes of the floor: a batch is its length, its CRC-32C (4 bytes each, little-endian) and its bytes; an acknowledgement is
/// the number of batches that are safe (8 bytes).
/// </summary>
internal static class FloorWire
{
    public const int HeaderBytes = 8;
    public const int AckBytes = 8;

    private const int SocketBuffer = 4 * 1024 * 1024;

    public static Socket Dial(int port)
    {
        Socket socket = NewSocket();
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Takes one connection on a free port, which it tells on standard output.</summary>
    public static Socket AcceptOne()
    {
        using Socket listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        Socket socket = listener.Accept();
        socket.NoDelay = true;
        return socket;
    }

    /// <summary>Fills the buffer.</summary>
    /// <returns>False when the other end has closed.</returns>
    public static bool TryReceive(Socket socket, Span<byte> buffer)
    {
        try
        {
            for (int received; buffer.Length > 0; buffer = buffer[received..])
            {
                received = socket.Receive(buffer);
                if (received == 0)
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false; // The other end has closed, or the leader has ended and with it what its threads listen to.
        }
    }

    /// <summary>Sends all; a peer that is gone is noticed by who receives from it.</summary>
    public static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        try
        {
            for (; bytes.Length > 0; bytes = bytes[socket.Send(bytes)..])
            {
            }
        }
        catch (SocketException)
        {
            // The client has what it wanted.
        }
    }

    public static void SendAck(Socket socket, long batches)
    {
        Span<byte> ack = stackalloc byte[AckBytes];
        BinaryPrimitives.WriteInt64LittleEndian(ack, batches);
        Send(socket, ack);
    }

    /// <summary>Receives an acknowledgement; null when the other end has closed.</summary>
    public static long? ReceiveAck(Socket socket)
    {
        Span<byte> ack = stackalloc byte[AckBytes];
        return TryReceive(socket, ack) ? BinaryPrimitives.ReadInt64LittleEndian(ack) : null;
    }

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SocketBuffer, ReceiveBufferSize = SocketBuffer };
}
