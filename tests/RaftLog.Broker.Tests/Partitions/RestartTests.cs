using RaftLog.Broker.Tests.Handlers;
using RaftLog.Broker.Tests.Support;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>What a broker finds again on its disk.</summary>
public sealed class RestartTests
{
    [Test]
    public async Task RecordsOffsetsAndGroups_AreThereAfterARestart_AndSequencesGoOn([Values(1, 2)] int incarnation)
    {
        var disk = new InMemoryFileSystem();
        await using (var before = await TestBroker.StartAsync(disk: disk))
        {
            await before.CreateTopicAsync("t", partitions: 2);
            var client = before.Connect();
            await ProduceTests.OneAsync(client, Batches.Produce("t", 0, Batches.WithProducer(Batches.Of("a", "b"), 7, 0, 0)));
            await client.CallAsync(Commit("g", offset: 1), version: 8);
        }

        await using var after = await TestBroker.StartAsync(disk: disk, incarnation: incarnation);
        var again = after.Connect();
        await Eventually.HoldsAsync(() => after.Broker.LedPartitionCount == 2);
        var fetched = (await again.CallAsync(Batches.Fetch("t", 0, offset: 0), version: 11)).Responses.Single().Partitions.Single();
        var duplicate = await ProduceTests.OneAsync(again, Batches.Produce("t", 0, Batches.WithProducer(Batches.Of("a", "b"), 7, 0, 0)));
        var next = await ProduceTests.OneAsync(again, Batches.Produce("t", 0, Batches.WithProducer(Batches.Of("c"), 7, 0, 2)));

        Assert.That((fetched.ErrorCode, fetched.HighWatermark), Is.EqualTo((ErrorCode.None, 2L)));
        Assert.That(Batches.Values(fetched.Records), Is.EqualTo(new[] { "a", "b" }));
        Assert.That((duplicate.ErrorCode, duplicate.BaseOffset), Is.EqualTo((ErrorCode.None, 0L)));
        Assert.That((next.ErrorCode, next.BaseOffset), Is.EqualTo((ErrorCode.None, 2L)));
        Assert.That(after.Image.ConsumerGroups.OffsetOf("g", new TopicPartition("t", 0))?.Offset, Is.EqualTo(new Offset(1)));
    }

    [Test]
    public async Task DeletedTopic_StaysDeletedAfterARestart()
    {
        var disk = new InMemoryFileSystem();
        await using (var before = await TestBroker.StartAsync(disk: disk))
        {
            await before.CreateTopicAsync("t");
            await before.Connect().CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);
        }

        await using var after = await TestBroker.StartAsync(disk: disk);

        Assert.That(after.Image.Topics.Count, Is.Zero);
        Assert.That(after.Broker.PartitionCount, Is.Zero);
    }

    [Test]
    public async Task ReplicaOfATopicDeletedMeanwhile_IsRemoved_ButNotOneThatTheImageIsTooOldToKnow()
    {
        var disk = new InMemoryFileSystem();
        await using (var before = await TestBroker.StartAsync(disk: disk))
        {
            await before.CreateTopicAsync("t");
            await before.Connect().CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);
        }

        using (var directory = StoppedBroker.Open(disk))
        {
            directory.CreateReplica(new Guid(1, 0, 0, new byte[8]), 0, "deleted", new GroupId(1), directory.Id);
            directory.CreateReplica(new Guid(2, 0, 0, new byte[8]), 0, "of-the-future", new GroupId(1_000), directory.Id);
        }

        await using (await TestBroker.StartAsync(disk: disk, incarnation: 2))
        {
        }

        using var left = StoppedBroker.Open(disk);
        Assert.That(left.Replicas.Select(replica => replica.Manifest.TopicName), Is.EqualTo(new[] { "of-the-future" }));
    }

    [TestCase("0", "3600000", TestName = "FilesOfATopicDeletedMeanwhile_StayAsLongAsTheTopicSaid")]
    [TestCase(null, "0", TestName = "FilesOfATopicDeletedMeanwhile_StayAsLongAsTheBrokerSays_WhereTheTopicSaidNothing")]
    public async Task FilesOfATopicDeletedMeanwhile_StayFor(string? ofTopic, string ofBroker)
    {
        var disk = new InMemoryFileSystem();
        Dictionary<string, string> configFile = new() { ["log.segment.delete.delay.ms"] = ofBroker };
        Guid topicId;
        GroupId group;
        await using (var before = await TestBroker.StartAsync(configFile: configFile, disk: disk))
        {
            await before.CreateTopicAsync(
                "t", configs: ofTopic is null ? null : new Dictionary<string, string> { [TopicConfigNames.FileDeleteDelayMs] = ofTopic });
            before.Image.Topics.TryGet("t", out var topic);
            (topicId, group) = (topic!.Id, topic.Partitions[0].Group);
            await before.Connect().CallAsync(new DeleteTopicsRequest { TopicNames = ["t"], TimeoutMs = 30_000 }, version: 4);
        }

        // As if the broker had been down when the topic went.
        using (var directory = StoppedBroker.Open(disk))
        {
            directory.CreateReplica(topicId, 0, "t", group, directory.Id);
        }

        await using var after = await TestBroker.StartAsync(configFile: configFile, disk: disk, incarnation: 2);

        await Eventually.HoldsAsync(() => disk.EnumerateDirectories("/data/replicas").Count == 0, "The files of the deleted topic are still there.");
    }

    private static OffsetCommitRequest Commit(string group, long offset) => new()
    {
        GroupId = group,
        Topics =
        [
            new OffsetCommitRequest.Topic { Name = "t", Partitions = [new OffsetCommitRequest.Partition { PartitionIndex = 0, CommittedOffset = offset }] },
        ],
    };
}
