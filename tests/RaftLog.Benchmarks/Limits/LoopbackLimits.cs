using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Limits;

/// <summary>What TCP over the loopback device does between two threads with blocking sockets.</summary>
internal static class LoopbackLimits
{
    private const int PingBytes = 64;
    private const int Pings = 8_000;
    private const int BlockBytes = 256 * 1024;
    private const int Blocks = 6_000;
    private const double BytesPerMegabyte = 1e6;

    /// <summary>The median time of a small message to another thread and back, in ms.</summary>
    public static double RoundTrip(double scale)
    {
        int count = Math.Max(100, (int)(Pings * scale));
        double[] times = new double[count];
        Between(
            near =>
            {
                byte[] buffer = new byte[PingBytes];
                for (int i = 0; i < count; i++)
                {
                    long began = Stopwatch.GetTimestamp();
                    near.Send(buffer);
                    ReceiveAll(near, buffer);
                    times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            },
            far =>
            {
                byte[] buffer = new byte[PingBytes];
                while (ReceiveAll(far, buffer))
                {
                    far.Send(buffer);
                }
            });
        return Statistics.Quantile(times, 0.5);
    }

    /// <summary>MB/s in one direction.</summary>
    public static double Throughput(double scale)
    {
        int count = Math.Max(100, (int)(Blocks * scale));
        TimeSpan took = default;
        Between(
            near =>
            {
                byte[] buffer = new byte[BlockBytes];
                long began = Stopwatch.GetTimestamp();
                for (int i = 0; i < count; i++)
                {
                    near.Send(buffer);
                }

                // The far end answers when it has all: what lies in buffers has not arrived.
                near.Shutdown(SocketShutdown.Send);
                ReceiveAll(near, buffer.AsSpan(0, 1));
                took = Stopwatch.GetElapsedTime(began);
            },
            far =>
            {
                byte[] buffer = new byte[BlockBytes];
                while (far.Receive(buffer) > 0)
                {
                }

                far.Send(buffer.AsSpan(0, 1));
            });
        return (long)count * BlockBytes / BytesPerMegabyte / took.TotalSeconds;
    }

    private static void Between(Action<Socket> near, Action<Socket> far)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var dialled = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        dialled.Connect(listener.LocalEndpoint);
        using Socket accepted = listener.AcceptSocket();
        accepted.NoDelay = true;
        var thread = new Thread(() => far(accepted)) { IsBackground = true };
        thread.Start();
        near(dialled);
        dialled.Close();
        thread.Join();
    }

    private static bool ReceiveAll(Socket socket, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int received = socket.Receive(buffer);
            if (received == 0)
            {
                return false;
            }

            buffer = buffer[received..];
        }

        return true;
    }
}
