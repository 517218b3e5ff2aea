using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

/// <summary>Who should hold a partition after people have moved it.</summary>
public sealed class MovesControlTests
{
    private static readonly MetadataImage Before = Images.WithBrokers(4).WithTopic("t", partitions: 1, replicas: 3);

    private static readonly int[] Home = [.. Brokers(Partition(Before))];

    private static readonly int Elsewhere = Enumerable.Range(1, 4).Except(Home).Single();

    private static int[] Moved => [Elsewhere, Home[1], Home[2]];

    [Test]
    public void Move_PlacesANewReplica_AndRemembersTheOldOne()
    {
        var moved = Partition(Move(Before, Moved));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Brokers(moved), Is.EqualTo(Moved));
            Assert.That(moved.Adding.Select(replica => replica.Broker.Value), Is.EqualTo(new[] { Elsewhere }));
            Assert.That(moved.Removing, Is.EqualTo(new[] { Partition(Before).Replicas[0] }));
            Assert.That(moved.Adding[0].Directory, Is.Not.EqualTo(Images.Directory(Elsewhere)), "An identity could be used twice.");
            Assert.That(moved.Initial, Is.EqualTo(Partition(Before).Initial));
            Assert.That(moved.IsMoving, Is.True);
            Assert.That(moved.Lost, Is.Empty);
        }
    }

    [Test]
    public void CancelledMove_LeadsBackToTheSameReplicas()
    {
        var moving = Move(Before, Moved);
        var cancelled = Partition(Apply(moving, new PartitionMove { Topic = "t", IsCancellation = true }));

        Assert.That(cancelled.Replicas, Is.EquivalentTo(Partition(Before).Replicas));
        Assert.That(cancelled.Removing, Is.EqualTo(Partition(moving).Adding));
    }

    /// <summary>It has forgotten what it voted and acknowledged, and the group still counts on it.</summary>
    [Test]
    public void CancelledMove_DoesNotLeadBackToAReplicaWhoseDiskWasLostMeanwhile()
    {
        var moving = Move(Before, Moved);
        foreach (MetadataRecord record in ReplicasControl.ReplaceAllOn(moving, new BrokerId(Home[0]), new Random(2)))
        {
            moving = moving.With(record);
        }

        var cancelled = Partition(Apply(moving, new PartitionMove { Topic = "t", IsCancellation = true }));

        Assert.That(Brokers(cancelled), Is.EquivalentTo(Home));
        Assert.That(cancelled.Replicas, Does.Not.Contain(Partition(Before).Replicas[0]));
        Assert.That(cancelled.Removing, Does.Contain(Partition(Before).Replicas[0]));
    }

    /// <summary>Its successor was not a voter yet when the partition was moved away, so the leader soon said that that one was out.</summary>
    [Test]
    public void CancelledMove_DoesNotLeadBackToAReplicaThatWasReplaced()
    {
        ReplicaId lost = Partition(Before).Replicas[0];
        var replaced = Before.With(PartitionRecord.Of(Topic(Before).Id, ReplicaChange.Replace(Partition(Before), lost, new ReplicaId(lost.Broker, new DirectoryId(5)))));
        var moving = Move(replaced, Moved);
        if (ReplicaChange.Settle(Partition(moving), Partition(Before).Replicas) is { } settled)
        {
            moving = moving.With(PartitionRecord.Of(Topic(moving).Id, settled));
        }

        var cancelled = Partition(Apply(moving, new PartitionMove { Topic = "t", IsCancellation = true }));

        Assert.That(cancelled.Replicas, Does.Not.Contain(lost));
    }

    [Test]
    public void MoveBack_AfterTheReplicaHasLeft_PlacesAnotherOne()
    {
        var moving = Move(Before, Moved);
        var settled = moving.With(PartitionRecord.Of(Topic(moving).Id, ReplicaChange.Settle(Partition(moving), [.. Partition(moving).Replicas])!));

        var back = Partition(Move(settled, Home));

        Assert.That(Brokers(back), Is.EqualTo(Home));
        Assert.That(back.Replicas[0], Is.Not.EqualTo(Partition(Before).Replicas[0]));
    }

    [Test]
    public void ReplacementOfALostReplica_IsNoMove_AndIsNotCancelled()
    {
        var replaced = ReplicaChange.Replace(Partition(Before), Partition(Before).Replicas[0], new ReplicaId(new BrokerId(Home[0]), new DirectoryId(5)));
        var image = Before.With(PartitionRecord.Of(Topic(Before).Id, replaced));

        Assert.That(replaced.IsMoving, Is.False);
        Assert.That(ErrorOf(image, new PartitionMove { Topic = "t", IsCancellation = true }), Is.EqualTo(ErrorCode.NoReassignmentInProgress));
    }

    [Test]
    public void OtherOrder_IsRecordedAtOnce()
    {
        var reordered = Partition(Move(Before, Home[2], Home[0], Home[1]));

        Assert.That(Brokers(reordered), Is.EqualTo(new[] { Home[2], Home[0], Home[1] }));
        Assert.That(reordered.IsChanging, Is.False);
    }

    [TestCase("t", 0, new int[0], ExpectedResult = ErrorCode.InvalidReplicaAssignment)]
    [TestCase("t", 0, new[] { 1, 1, 2 }, ExpectedResult = ErrorCode.InvalidReplicaAssignment)]
    [TestCase("t", 0, new[] { 1, 2, 9 }, ExpectedResult = ErrorCode.InvalidReplicaAssignment)]
    [TestCase("t", 1, new[] { 1, 2, 3 }, ExpectedResult = ErrorCode.UnknownTopicOrPartition)]
    [TestCase("u", 0, new[] { 1, 2, 3 }, ExpectedResult = ErrorCode.UnknownTopicOrPartition)]
    public ErrorCode BadMove_IsRefused(string topic, int partition, int[] brokers) =>
        ErrorOf(Before, new PartitionMove { Topic = topic, Partition = partition, Brokers = [.. brokers.Select(id => new BrokerId(id))] });

    [Test]
    public void AnotherNumberOfReplicas_NeedsPermission()
    {
        var move = new PartitionMove { Topic = "t", Brokers = [new BrokerId(1)] };

        Assert.That(ErrorOf(Before, move, allowsAnotherCount: false), Is.EqualTo(ErrorCode.InvalidReplicationFactor));
        Assert.That(ErrorOf(Before, move, allowsAnotherCount: true), Is.EqualTo(ErrorCode.None));
    }

    private static TopicImage Topic(MetadataImage image) => image.Topics.ByName["t"];

    private static PartitionImage Partition(MetadataImage image) => Topic(image).Partitions[0];

    private static IEnumerable<int> Brokers(PartitionImage partition) => partition.Replicas.Select(replica => replica.Broker.Value);

    private static MetadataImage Move(MetadataImage image, params int[] brokers) =>
        Apply(image, new PartitionMove { Topic = "t", Brokers = [.. brokers.Select(id => new BrokerId(id))] });

    private static MetadataImage Apply(MetadataImage image, PartitionMove move)
    {
        var result = MovesControl.Move(image, new MovePartitionsCommand { Moves = [move] }, new Random(3));
        Assert.That(result.Response.Partitions.Single().Error, Is.EqualTo(ErrorCode.None));
        return image.With(result.Records);
    }

    private static ErrorCode ErrorOf(MetadataImage image, PartitionMove move, bool allowsAnotherCount = true) =>
        MovesControl.Move(image, new MovePartitionsCommand { Moves = [move], AllowsReplicationFactorChange = allowsAnotherCount }, new Random(3))
            .Response.Partitions.Single().Error;
}
