using System.Buffers;
using BenchmarkDotNet.Attributes;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Protocol.HotPaths;
using RaftLog.Protocol.Messages;

namespace RaftLog.MicroBenchmarks;

/// <summary>A produce request of twelve partitions, cut from the connection's bytes and read partition by partition.</summary>
public class FrameBenchmarks
{
    private const short Version = 9;
    private const int Partitions = 12;

    private readonly ReadOnlySequence<byte> _received = new(Encode());

    /// <summary>What a broker does before it looks at a batch.</summary>
    [Benchmark]
    public int ReadProduceRequest()
    {
        ReadOnlySequence<byte> rest = _received;
        KafkaFrame.TryRead(ref rest, int.MaxValue, out ReadOnlySequence<byte> frame);
        var wire = new WireReader(frame);
        _ = RequestHeader.Read(ref wire);
        var request = new ProduceRequestReader(wire, Version);
        int partitions = 0;
        while (request.TryReadPartition(out _))
        {
            partitions++;
        }

        return partitions;
    }

    private static byte[] Encode()
    {
        byte[] batch = Batches.Of(records: 100, valueBytes: 100);
        var request = new ProduceRequest { Acks = -1, TimeoutMs = 30_000, TopicData = [new() { Name = "orders" }] };
        for (int partition = 0; partition < Partitions; partition++)
        {
            request.TopicData[0].PartitionData.Add(new() { Index = partition, Records = new ReadOnlySequence<byte>(batch) });
        }

        var frame = new ArrayBufferWriter<byte>();
        KafkaFrame.WriteRequest(frame, new RequestHeader(ApiKey.Produce, Version, 1, "micro"), request);
        return frame.WrittenSpan.ToArray();
    }
}
