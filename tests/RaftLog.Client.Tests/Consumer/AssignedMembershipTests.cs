using System.Collections.Concurrent;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>Membership in a group whose coordinator assigns (KIP-848).</summary>
[CancelAfter(60_000)]
public sealed class AssignedMembershipTests
{
    private const string Topic = "orders";
    private const int PartitionCount = 6;

    private FakeCluster _cluster = null!;
    private FakeAssigner _assigner = null!;
    private int _seed;

    [SetUp]
    public void Start()
    {
        _cluster = new FakeCluster();
        ConsumerTests.Fill(_cluster, PartitionCount, batches: 1, recordsPerBatch: 10);
        _assigner = new FakeAssigner(FakeCluster.TopicId(Topic), PartitionCount);
        _cluster.On<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>((_, request) => _assigner.Answer(request));
        _cluster.CheckMember = _assigner.Check;
    }

    [TearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task Members_ShareThePartitions_AndReadEveryRecordOnce()
    {
        var read = new ConcurrentQueue<(TopicPartition Partition, long Offset)>();
        using var stop = new CancellationTokenSource();
        await using var first = Member();
        Task reading = ReadAsync(first, read, stop.Token);
        await Until.HoldsAsync(() => first.Assignment.Count == PartitionCount);
        await using var second = Member();
        Task readingToo = ReadAsync(second, read, stop.Token);
        await Until.HoldsAsync(() => first.Assignment.Count == 3 && second.Assignment.Count == 3);
        for (int partition = 0; partition < PartitionCount; partition++)
        {
            ConsumerTests.Append(_cluster, partition, 10);
        }

        await Until.HoldsAsync(() => read.Count >= PartitionCount * 20);
        await stop.CancelAsync();
        await Task.WhenAll(reading, readingToo);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read, Is.Unique, "A record was read twice.");
            Assert.That(read, Has.Count.EqualTo(PartitionCount * 20));
            Assert.That(_assigner.ReadTwice, Is.Empty);
        }
    }

    [Test]
    public async Task ClassicRequests_AreNotSent()
    {
        await using (var consumer = Member())
        {
            await ConsumerTests.TakeAsync(consumer, 1);
        }

        ApiKey[] classic = [ApiKey.JoinGroup, ApiKey.SyncGroup, ApiKey.Heartbeat, ApiKey.LeaveGroup];
        Assert.That(_cluster.Requests.Select(request => request.Key).Intersect(classic), Is.Empty);
    }

    [Test]
    public async Task FirstHeartbeat_SaysEverything_LaterOnesOnlyWhatChanged()
    {
        await using var consumer = new Consumer<string, string>(Options() with { ServerAssignor = "range" });
        consumer.Subscribe(Topic);
        await ConsumerTests.TakeAsync(consumer, 1);
        await Until.HoldsAsync(() => Telling().Length >= 2 && _assigner.Heartbeats[^1].OwnedPartitions is null);

        ConsumerGroupHeartbeatRequest[] sent = _assigner.Heartbeats;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Select(request => request.MemberId).Distinct().ToList(), Has.Count.EqualTo(1));
            Assert.That((sent[0].MemberEpoch, sent[0].RebalanceTimeoutMs > 0, sent[0].ServerAssignor), Is.EqualTo((0, true, "range")));
            Assert.That(sent[0].SubscribedTopicNames, Is.EqualTo(new[] { Topic }));
            Assert.That(sent[0].OwnedPartitions, Is.Empty);
            Assert.That(Telling()[1].OwnedPartitions!.Single().Partitions, Has.Count.EqualTo(PartitionCount), "It tells what it has taken on.");
            Assert.That((sent[^1].SubscribedTopicNames, sent[^1].RebalanceTimeoutMs), Is.EqualTo((default(object), -1)));
        }

        ConsumerGroupHeartbeatRequest[] Telling() => [.. _assigner.Heartbeats.Where(request => request.OwnedPartitions is not null)];
    }

    [Test]
    public async Task LeavingMember_CommitsWhatItRead_AndTheOtherGoesOnThere()
    {
        await using (var first = Member())
        {
            await ConsumerTests.TakeAsync(first, PartitionCount * 10);
        }

        Assert.That(_assigner.MemberCount, Is.Zero);
        Assert.That(_assigner.Heartbeats[^1].MemberEpoch, Is.EqualTo(-1));
        Assert.That(_cluster.CommittedOffset(Topic, 0), Is.EqualTo(10));
    }

    [Test]
    public async Task StaticMember_SaysThatItWillBeBack()
    {
        await using (var consumer = new Consumer<string, string>(Options() with { GroupInstanceId = "reader-1" }))
        {
            consumer.Subscribe(Topic);
            await ConsumerTests.TakeAsync(consumer, 1);
        }

        Assert.That((_assigner.Heartbeats[^1].MemberEpoch, _assigner.Heartbeats[^1].InstanceId), Is.EqualTo((-2, "reader-1")));
    }

    [Test]
    public async Task ForgottenMember_LosesItsPartitions_AndJoinsAgain()
    {
        int lost = 0;
        using var stop = new CancellationTokenSource();
        var read = new ConcurrentQueue<(TopicPartition Partition, long Offset)>();
        await using var consumer = new Consumer<string, string>(Options() with
        {
            PartitionsLost = partitions =>
            {
                Interlocked.Add(ref lost, partitions.Count);
                return default;
            },
        });
        consumer.Subscribe(Topic);
        Task reading = ReadAsync(consumer, read, stop.Token);
        await Until.HoldsAsync(() => consumer.Assignment.Count == PartitionCount);

        _assigner.Expel(_assigner.Heartbeats[0].MemberId);
        await Until.HoldsAsync(() => Volatile.Read(ref lost) == PartitionCount && consumer.Assignment.Count == PartitionCount);
        await stop.CancelAsync();
        await reading;
    }

    [Test]
    public async Task MemberForgottenWhileItTakesItsPartitionsOn_LosesThem()
    {
        IReadOnlyList<TopicPartition>? lost = null;
        using var asked = new ManualResetEventSlim();
        using var taken = new ManualResetEventSlim();
        await using var consumer = new Consumer<string, string>(Options() with
        {
            PartitionsAssigned = _ =>
            {
                _cluster.On<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>((_, request) =>
                {
                    asked.Set();
                    taken.Wait();
                    return _assigner.Answer(request);
                });
                _assigner.Expel(_assigner.Heartbeats[0].MemberId);

                // The answer to this one comes when the caller has taken the partitions, but the member's loop has not gone on.
                asked.Wait();
                throw new InvalidOperationException("The caller is done with the step.");
            },
            PartitionsLost = partitions =>
            {
                lost = partitions;
                return default;
            },
        });
        consumer.Subscribe(Topic);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ConsumerTests.TakeAsync(consumer, 1));
        Assert.That(consumer.Assignment, Has.Count.EqualTo(PartitionCount));

        taken.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await ConsumerTests.TakeAsync(consumer, 100), "It was assigned partitions again.");

        Assert.That(lost, Has.Count.EqualTo(PartitionCount));
    }

    [Test]
    public async Task RefusedMember_TellsWhy()
    {
        _cluster.On<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>((_, _) =>
            new ConsumerGroupHeartbeatResponse { ErrorCode = ErrorCode.UnsupportedAssignor, ErrorMessage = "There is no such assignor." });
        await using var consumer = Member();

        var failure = await Assert.ThrowsAsync<RaftLogException>(async () => await ConsumerTests.TakeAsync(consumer, 1));

        Assert.That(failure!.ErrorCode, Is.EqualTo(ErrorCode.UnsupportedAssignor));
        Assert.That(failure.Message, Does.Contain("There is no such assignor."));
    }

    [Test]
    public async Task LostAnswer_IsFollowedByAHeartbeatThatSaysEverything()
    {
        int heartbeats = 0;
        _cluster.On<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>((_, request) =>
        {
            var answer = _assigner.Answer(request);
            return Interlocked.Increment(ref heartbeats) == 3 ? throw new IOException("The script resets the connection.") : answer;
        });
        await using var consumer = Member();
        await ConsumerTests.TakeAsync(consumer, 1);
        await Until.HoldsAsync(() => _assigner.Heartbeats.Length >= 4);

        Assert.That(_assigner.Heartbeats[3].SubscribedTopicNames, Is.EqualTo(new[] { Topic }));
        Assert.That(_assigner.Heartbeats[3].OwnedPartitions, Is.Not.Null);
    }

    private ConsumerOptions Options() => _cluster.ConsumerOptions() with
    {
        GroupId = "g",
        GroupProtocol = GroupProtocol.Consumer,
        AutoOffsetReset = AutoOffsetReset.Earliest,

        // Members make their ids of it.
        RandomSeed = ++_seed,
    };

    private Consumer<string, string> Member()
    {
        var consumer = new Consumer<string, string>(Options());
        consumer.Subscribe(Topic);
        return consumer;
    }

    private static async Task ReadAsync(
        Consumer<string, string> consumer, ConcurrentQueue<(TopicPartition Partition, long Offset)> read, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                ConsumeResult<string, string> next = await consumer.ConsumeAsync(stop);
                read.Enqueue((next.TopicPartition, next.Offset));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
