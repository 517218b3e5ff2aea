using System.Buffers.Binary;
using System.Net.Sockets;
using RaftLog.Benchmarks.Limits;

namespace RaftLog.Benchmarks.Floor;

/// <summary>Leader and follower of the floor, each a process: takes batches from one connection, checks and keeps them.</summary>
internal static class FloorReplica
{
    private const int Followers = 2;

    /// <summary>Acknowledges each batch when it is safe here.</summary>
    public static void RunFollower(string path, bool flush)
    {
        using Socket leader = FloorWire.AcceptOne();
        using var log = new FloorLog(path, flush, batches => FloorWire.SendAck(leader, batches));
        Serve(leader, log, _ => { });
    }

    /// <summary>Hands each batch on to both followers and acknowledges it when it is safe on two of the three.</summary>
    public static void RunLeader(string path, bool flush, int[] followerPorts)
    {
        Socket[] followers = [.. followerPorts.Select(FloorWire.Dial)];
        using Socket client = FloorWire.AcceptOne();
        var majority = new FloorMajority(Followers + 1, batches => FloorWire.SendAck(client, batches));
        using var log = new FloorLog(path, flush, batches => majority.Safe(0, batches));
        for (int i = 0; i < followers.Length; i++)
        {
            int replica = i + 1;
            Socket follower = followers[i];
            new Thread(() => Listen(follower, batches => majority.Safe(replica, batches))) { IsBackground = true }.Start();
        }

        Serve(client, log, frame =>
        {
            foreach (Socket follower in followers)
            {
                FloorWire.Send(follower, frame.Span);
            }
        });
        Array.ForEach(followers, follower => follower.Dispose());
    }

    private static void Listen(Socket follower, Action<long> safe)
    {
        while (FloorWire.ReceiveAck(follower) is { } batches)
        {
            safe(batches);
        }
    }

    private static void Serve(Socket source, FloorLog log, Action<ReadOnlyMemory<byte>> handOn)
    {
        byte[] frame = new byte[FloorWire.HeaderBytes];
        while (FloorWire.TryReceive(source, frame.AsSpan(0, FloorWire.HeaderBytes)))
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
            if (frame.Length < FloorWire.HeaderBytes + length)
            {
                Array.Resize(ref frame, FloorWire.HeaderBytes + length);
            }

            Span<byte> batch = frame.AsSpan(FloorWire.HeaderBytes, length);
            if (!FloorWire.TryReceive(source, batch))
            {
                return;
            }

            handOn(frame.AsMemory(0, FloorWire.HeaderBytes + length));
            if (ProcessorLimits.Crc32C(batch) != BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(sizeof(int))))
            {
                throw new BenchmarkException("A batch of the floor arrived spoilt.");
            }

            log.Append(batch);
        }
    }
}
