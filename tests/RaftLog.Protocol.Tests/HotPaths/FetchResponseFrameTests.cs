using System.Buffers;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol.HotPaths;
using RaftLog.Protocol.Messages;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Protocol.Tests.HotPaths;

/// <summary>The frame in steps against the generated codec of <see cref="FetchResponse"/>.</summary>
public sealed class FetchResponseFrameTests
{
    private const int CorrelationId = 77;

    [Test]
    public void Frame_AgreesWithTheMessage([Range(4, 17)] int version, [Range(1, 8)] int seed)
    {
        var response = Make((short)version, seed);
        var expected = new ArrayBufferWriter<byte>();
        KafkaFrame.WriteResponse(expected, ApiKey.Fetch, (short)version, CorrelationId, response);

        MoveRecordsAside(response);
        var frame = new FetchResponseFrame(response, (short)version, CorrelationId);
        var output = new ArrayBufferWriter<byte>();
        while (frame.WriteToNextRecords(output, out var partition))
        {
            output.Write(((byte[])partition.RecordsSource!).AsSpan(0, partition.RecordsBytes));
        }

        Assert.That(output.WrittenSpan.ToArray(), Is.EqualTo(expected.WrittenSpan.ToArray()));
        Assert.That(output.WrittenCount, Is.EqualTo(frame.FrameBytes + KafkaFrame.SizePrefix));
    }

    [Test]
    public void Frame_PassesOverPartitions_WithoutRecords()
    {
        var response = new FetchResponse
        {
            Responses = [new() { Topic = "t", Partitions = [new() { PartitionIndex = 0, ErrorCode = ErrorCode.NotLeaderOrFollower }] }],
        };

        var frame = new FetchResponseFrame(response, version: 11, CorrelationId);

        Assert.That(frame.WriteToNextRecords(new ArrayBufferWriter<byte>(), out _), Is.False);
    }

    [Test]
    public void Frame_IsRefusedBeforeItsFirstByte_WhenTheVersionCannotCarryIt()
    {
        var response = new FetchResponse { Responses = [new() { Partitions = [new() { PreferredReadReplica = 3 }] }] };

        Assert.That(() => new FetchResponseFrame(response, version: 10, CorrelationId), Throws.TypeOf<WireFormatException>());
    }

    private static FetchResponse Make(short version, int seed)
    {
        var response = (FetchResponse)new RandomMessage(new Random(seed), version).Make(typeof(FetchResponse));
        foreach (var partition in response.Responses.SelectMany(topic => topic.Partitions))
        {
            // The frame writes an empty field, never a null one.
            partition.Records ??= ReadOnlySequence<byte>.Empty;
        }

        return response;
    }

    private static void MoveRecordsAside(FetchResponse response)
    {
        foreach (var partition in response.Responses.SelectMany(topic => topic.Partitions))
        {
            byte[] records = partition.Records!.Value.ToArray();
            partition.RecordsSource = records;
            partition.RecordsBytes = records.Length;
            partition.Records = null;
        }
    }
}
