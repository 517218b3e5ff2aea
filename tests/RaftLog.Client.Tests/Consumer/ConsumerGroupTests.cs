using System.Collections.Concurrent;
using RaftLog.Model;
using RaftLog.Protocol;

namespace RaftLog.Client.Tests;

/// <summary>Membership in a group: who reads what, what is committed, and what happens when members come, go, or are forgotten.</summary>
[CancelAfter(60_000)]
public sealed class ConsumerGroupTests
{
    private const string Topic = "orders";
    private const int PartitionCount = 6;

    [Test]
    public async Task TwoMembers_ShareThePartitions_AndReadEveryRecordOnce(
        [Values(PartitionAssignment.Range, PartitionAssignment.CooperativeSticky)] PartitionAssignment assignment)
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, PartitionCount, batches: 10, recordsPerBatch: 10);
        var read = new ConcurrentQueue<(TopicPartition Partition, long Offset)>();
        using var stop = new CancellationTokenSource();
        await using var first = Member(cluster, assignment);
        await using var second = Member(cluster, assignment);

        Task reading = Task.WhenAll(ReadAsync(first, read, stop.Token), ReadAsync(second, read, stop.Token));
        await Until.HoldsAsync(() => first.Assignment.Count == PartitionCount / 2 && second.Assignment.Count == PartitionCount / 2);
        for (int i = 0; i < 5 * PartitionCount; i++)
        {
            ConsumerTests.Append(cluster, i % PartitionCount, 10);
        }

        await Until.HoldsAsync(() => read.Count >= PartitionCount * 150);
        await stop.CancelAsync();
        await reading;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Assignment.Intersect(second.Assignment), Is.Empty);
            Assert.That(read, Is.Unique, "A record was read twice.");
            Assert.That(read, Has.Count.EqualTo(PartitionCount * 150));
        }
    }

    [Test]
    public async Task CooperativeMember_KeepsReading_WhatDoesNotMove()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, PartitionCount, batches: 1, recordsPerBatch: 1);
        var revoked = new ConcurrentQueue<TopicPartition>();
        using var stop = new CancellationTokenSource();
        var read = new ConcurrentQueue<(TopicPartition Partition, long Offset)>();
        ConsumerOptions options = GroupOptions(cluster, PartitionAssignment.CooperativeSticky) with
        {
            PartitionsRevoked = partitions =>
            {
                foreach (TopicPartition partition in partitions)
                {
                    revoked.Enqueue(partition);
                }

                return default;
            },
        };
        await using var first = new Consumer<string, string>(options);
        first.Subscribe(Topic);
        Task reading = ReadAsync(first, read, stop.Token);
        await Until.HoldsAsync(() => first.Assignment.Count == PartitionCount);

        await using var second = Member(cluster, PartitionAssignment.CooperativeSticky);
        Task readingToo = ReadAsync(second, read, stop.Token);
        await Until.HoldsAsync(() => first.Assignment.Count == 3 && second.Assignment.Count == 3);
        int moved = revoked.Count;
        await stop.CancelAsync();
        await Task.WhenAll(reading, readingToo);

        Assert.That(moved, Is.EqualTo(3), "Only the partitions that moved were given up.");
    }

    [Test]
    public async Task LeavingMember_CommitsWhatItRead_AndTheOtherGoesOnThere()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, 1, batches: 1, recordsPerBatch: 50);
        await using (var first = Member(cluster, PartitionAssignment.CooperativeSticky))
        {
            await ConsumerTests.TakeAsync(first, 20);
        }

        await using var second = Member(cluster, PartitionAssignment.CooperativeSticky);
        ConsumeResult<string, string> next = await second.ConsumeAsync(TestContext.CurrentContext.CancellationToken);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cluster.CommittedOffset(Topic, 0), Is.EqualTo(20));
            Assert.That(next.Offset, Is.EqualTo(20));
            Assert.That(cluster.Group.MemberCount, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task StaticMember_DoesNotLeave_WhenItCloses()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, 1, batches: 1, recordsPerBatch: 1);
        ConsumerOptions options = GroupOptions(cluster, PartitionAssignment.CooperativeSticky) with { GroupInstanceId = "reader-1" };
        await using (var consumer = new Consumer<string, string>(options))
        {
            consumer.Subscribe(Topic);
            await ConsumerTests.TakeAsync(consumer, 1);
        }

        Assert.That(cluster.Requests.Select(request => request.Key), Has.None.EqualTo(ApiKey.LeaveGroup));
    }

    [Test]
    public async Task AutoCommit_TakesARecordForConsumed_WhenTheNextOneIsAskedFor()
    {
        var time = new ManualTime();
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, 1, batches: 1, recordsPerBatch: 50);
        ConsumerOptions options = cluster.ConsumerOptions() with { GroupId = "g", TimeProvider = time };
        await using var consumer = new Consumer<string, string>(options);
        consumer.Assign(ConsumerTests.Partitions(1));
        await ConsumerTests.TakeAsync(consumer, 10);

        time.Advance(options.AutoCommitInterval);
        await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken);
        await Until.HoldsAsync(() => cluster.CommittedOffset(Topic, 0) is not null);

        Assert.That(cluster.CommittedOffset(Topic, 0), Is.EqualTo(10));
    }

    [Test]
    public async Task CommitAsync_CommitsEverythingReturned()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, 2, batches: 1, recordsPerBatch: 10);
        await using var consumer = new Consumer<string, string>(cluster.ConsumerOptions() with { GroupId = "g", EnableAutoCommit = false });
        consumer.Assign(ConsumerTests.Partitions(2));
        await ConsumerTests.TakeAsync(consumer, 20);

        await consumer.CommitAsync();
        IReadOnlyList<TopicPartitionOffset> committed = await consumer.CommittedAsync(ConsumerTests.Partitions(2));

        Assert.That(committed.Select(one => one.Offset), Is.EqualTo(new[] { 10L, 10L }));
    }

    [Test]
    public async Task ForgottenMember_LosesItsPartitions_AndJoinsAnew()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, 1, batches: 1, recordsPerBatch: 10);
        int lost = 0;
        ConsumerOptions options = GroupOptions(cluster, PartitionAssignment.CooperativeSticky) with
        {
            PartitionsLost = _ =>
            {
                Interlocked.Increment(ref lost);
                return default;
            },
        };
        await using var consumer = new Consumer<string, string>(options);
        consumer.Subscribe(Topic);
        await ConsumerTests.TakeAsync(consumer, 10);
        await consumer.CommitAsync();

        cluster.Group.Expel("member-0");
        Task<ConsumeResult<string, string>> next = consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken).AsTask();
        await Until.HoldsAsync(() => Volatile.Read(ref lost) == 1 && consumer.Assignment.Count == 1);
        ConsumerTests.Append(cluster, 0, 1);

        Assert.That((await next).Offset, Is.EqualTo(10));
    }

    [Test]
    public async Task MemberWhoseCallerDoesNotCome_LeavesTheGroup()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, 2, batches: 1, recordsPerBatch: 10);
        ConsumerOptions options = GroupOptions(cluster, PartitionAssignment.CooperativeSticky) with { MaxPollInterval = TimeSpan.FromMilliseconds(50) };
        await using var idle = new Consumer<string, string>(options);
        idle.Subscribe(Topic);
        await idle.ConsumeAsync(TestContext.CurrentContext.CancellationToken);

        await using var eager = Member(cluster, PartitionAssignment.CooperativeSticky);
        using var stop = new CancellationTokenSource();
        Task reading = ReadAsync(eager, new ConcurrentQueue<(TopicPartition, long)>(), stop.Token);
        await Until.HoldsAsync(() => eager.Assignment.Count == 2);
        await stop.CancelAsync();
        await reading;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cluster.Group.MemberCount, Is.EqualTo(1));

            // What it had read is claimed under the place that it had, and so refused; without one it would be taken for no member's.
            Assert.That(idle.GroupMetadata.MemberId, Is.Not.Empty);
            Assert.That(() => idle.CommitAsync(), Throws.InstanceOf<RaftLogException>());
        }
    }

    [Test]
    public async Task Disposing_LeavesTheGroup_AlsoWhenACallbackThrows()
    {
        await using var cluster = new FakeCluster();
        ConsumerTests.Fill(cluster, 1, batches: 1, recordsPerBatch: 10);
        ConsumerOptions options = GroupOptions(cluster, PartitionAssignment.CooperativeSticky) with
        {
            PartitionsRevoked = _ => throw new InvalidOperationException("The callback's own."),
        };
        var consumer = new Consumer<string, string>(options);
        consumer.Subscribe(Topic);
        await consumer.ConsumeAsync(TestContext.CurrentContext.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await consumer.DisposeAsync());

        Assert.That(cluster.Group.MemberCount, Is.Zero);
    }

    private static ConsumerOptions GroupOptions(FakeCluster cluster, PartitionAssignment assignment) =>
        cluster.ConsumerOptions() with { GroupId = "g", PartitionAssignment = [assignment] };

    private static Consumer<string, string> Member(FakeCluster cluster, PartitionAssignment assignment)
    {
        var consumer = new Consumer<string, string>(GroupOptions(cluster, assignment));
        consumer.Subscribe(Topic);
        return consumer;
    }

    private static async Task ReadAsync(
        Consumer<string, string> consumer, ConcurrentQueue<(TopicPartition Partition, long Offset)> read, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ConsumeResult<string, string> record in consumer.WithCancellation(cancellationToken))
            {
                read.Enqueue((record.TopicPartition, record.Offset));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
