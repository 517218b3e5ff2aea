using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using RaftLog.Benchmarks.Limits;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Floor;

/// <summary>The client of the floor: sends equal batches, so many unacknowledged at a time.</summary>
internal sealed class FloorLoad(int batchBytes, int window, TimeSpan duration) : IDisposable
{
    private const double BytesPerMegabyte = 1e6;

    private readonly SemaphoreSlim _room = new(window);
    private readonly Queue<long> _sentAt = new(); // Locked by itself.
    private readonly List<double> _milliseconds = [];

    /// <summary>Runs against a leader.</summary>
    public FloorFigures Run(int leaderPort)
    {
        using Socket leader = FloorWire.Dial(leaderPort);
        byte[] frame = NewFrame();
        var listener = new Thread(() => Listen(leader));
        listener.Start();
        long began = Stopwatch.GetTimestamp();
        long sent = 0;
        for (; Stopwatch.GetElapsedTime(began) < duration; sent++)
        {
            _room.Wait();
            lock (_sentAt)
            {
                _sentAt.Enqueue(Stopwatch.GetTimestamp());
            }

            FloorWire.Send(leader, frame);
        }

        // All that was sent counts, and so does the time until it was acknowledged.
        for (int i = 0; i < window; i++)
        {
            _room.Wait();
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        leader.Shutdown(SocketShutdown.Both);
        listener.Join();
        return new FloorFigures(sent * (double)batchBytes / BytesPerMegabyte / seconds, Statistics.Quantile(_milliseconds, 0.5), Statistics.Quantile(_milliseconds, 0.99));
    }

    public void Dispose() => _room.Dispose();

    private byte[] NewFrame()
    {
        byte[] frame = new byte[FloorWire.HeaderBytes + batchBytes];
        new Random(1).NextBytes(frame.AsSpan(FloorWire.HeaderBytes));
        BinaryPrimitives.WriteInt32LittleEndian(frame, batchBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(sizeof(int)), ProcessorLimits.Crc32C(frame.AsSpan(FloorWire.HeaderBytes)));
        return frame;
    }

    private void Listen(Socket leader)
    {
        long acknowledged = 0;
        while (FloorWire.ReceiveAck(leader) is { } batches)
        {
            long now = Stopwatch.GetTimestamp();
            int news = (int)(batches - acknowledged);
            lock (_sentAt)
            {
                for (int i = 0; i < news; i++)
                {
                    _milliseconds.Add(Stopwatch.GetElapsedTime(_sentAt.Dequeue(), now).TotalMilliseconds);
                }
            }

            acknowledged = batches;
            _room.Release(news);
        }
    }
}
