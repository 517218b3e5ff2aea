using System.Buffers;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Consumers;

namespace RaftLog.Simulator.Tests.Leadership;

/// <summary>A leader that stood still while another took its place, and wakes up in the faith that it leads.</summary>
public sealed class ReplacedLeaderTests
{
    private const int Paused = 1;

    /// <summary>A client that sends no epoch (before KIP-320) would reset its position, and skip records or read them again.</summary>
    [Test]
    public void ReplacedLeader_DoesNotTakeAnOffsetOfItsSuccessor_ForOneThatIsOutOfRange()
    {
        using var scenario = new LeadershipScenario();
        int partition = scenario.Leaders().ToList().FindIndex(known => known.Leader == Paused);
        scenario.Pause(Paused);
        scenario.Run(TimeSpan.FromSeconds(5));
        int successor = scenario.Leaders()[partition].Leader;
        Assert.That(successor, Is.Not.EqualTo(Paused), "else nothing is shown");
        var produced = scenario.Call(Produce(partition), version: 9, successor).Responses[0].PartitionResponses[0];
        Assert.That((produced.ErrorCode, produced.BaseOffset), Is.EqualTo((ErrorCode.None, 0L)));

        var fetch = scenario.Begin(Fetch(partition, offset: 1), Fetches.Version, Paused);
        scenario.Run(TimeSpan.FromSeconds(1));
        scenario.Resume(Paused);

        Assert.That(scenario.Finish(fetch).Responses[0].Partitions[0].ErrorCode, Is.EqualTo(ErrorCode.NotLeaderOrFollower));
    }

    [Test]
    public void Leader_SaysThatAnOffsetIsOutOfRange_WhenTheOthersAnswerToIt()
    {
        using var scenario = new LeadershipScenario();
        int leader = scenario.Leaders()[0].Leader;

        var fetched = scenario.Call(Fetch(0, offset: 1), Fetches.Version, leader);

        Assert.That(fetched.Responses[0].Partitions[0].ErrorCode, Is.EqualTo(ErrorCode.OffsetOutOfRange));
    }

    private static ProduceRequest Produce(int partition)
    {
        using var builder = new RecordBatchBuilder();
        builder.Append(1_000, NullableBytes.Null, "late"u8.ToArray());
        using var batch = builder.Build(CompressionCodec.None);
        return new ProduceRequest
        {
            Acks = -1,
            TimeoutMs = 5_000,
            TopicData =
            [
                new()
                {
                    Name = LeadershipScenario.Topic,
                    PartitionData = [new() { Index = partition, Records = new ReadOnlySequence<byte>(batch.Span.ToArray()) }],
                },
            ],
        };
    }

    private static FetchRequest Fetch(int partition, long offset) =>
        Fetches.Request(LeadershipScenario.Topic, partition, offset, maxWaitMs: 500, maxBytes: 1 << 16);
}
