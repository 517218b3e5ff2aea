using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class ReplicaPlacementTests
{
    // Brokers, partitions, replication factor, and where the turn begins.
    private static readonly Arbitrary<(int Brokers, int Partitions, int Replicas, int Turn)> Shapes = (
        from brokers in Gen.Choose(1, 9)
        from partitions in Gen.Choose(1, 40)
        from replicas in Gen.Choose(1, brokers)
        from turn in Gen.Choose(1, 1000)
        select (brokers, partitions, replicas, turn)).ToArbitrary();

    [Test]
    public void Placement_GivesEachPartitionDistinctBrokers() => Prop.ForAll(Shapes, shape =>
        Place(Image(new string?[shape.Brokers], shape.Turn), shape.Partitions, shape.Replicas)
            .All(replicas => replicas.Length == shape.Replicas && replicas.Distinct().Count() == shape.Replicas)).QuickCheckThrowOnFailure();

    [Test]
    public void Placement_IsEven_OverTheBrokersOfATopic() => Prop.ForAll(Shapes, shape =>
        Spread(shape.Brokers, Place(Image(new string?[shape.Brokers], shape.Turn), shape.Partitions, shape.Replicas).SelectMany(replicas => replicas)) <= 1)
        .QuickCheckThrowOnFailure();

    /// <summary>Within two, not one: the even spread of replicas comes first, and it does not always leave a choice of leader.</summary>
    [Test]
    public void Placement_SpreadsPreferredLeaders() => Prop.ForAll(Shapes, shape =>
        Spread(shape.Brokers, Place(Image(new string?[shape.Brokers], shape.Turn), shape.Partitions, shape.Replicas).Select(replicas => replicas[0])) <= 2)
        .QuickCheckThrowOnFailure();

    [Test]
    public void Placement_CoversAsManyRacksAsItCan() => Prop.ForAll(Shapes, Gen.Choose(1, 4).ToArbitrary(), (shape, racks) =>
    {
        var rackOf = Enumerable.Range(0, shape.Brokers).Select(i => $"r{i % racks}").ToArray();
        int covered = Math.Min(shape.Replicas, rackOf.Distinct().Count());
        return Place(Image(rackOf, shape.Turn), shape.Partitions, shape.Replicas)
            .All(replicas => replicas.Select(replica => rackOf[replica.Broker.Value - 1]).Distinct().Count() == covered);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Placement_IsEven_OverEqualRacks()
    {
        var placed = Place(Image(["a", "a", "b", "b", "c", "c"], 1), partitions: 12, replicas: 3);

        Assert.That(Spread(6, placed.SelectMany(replicas => replicas)), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void Placement_OfManySmallTopics_IsEvenOverAll()
    {
        var image = Images.WithBrokers(5);
        for (int i = 0; i < 50; i++)
        {
            image = image.WithTopic($"t{i}", partitions: 1, replicas: 3);
        }

        var partitions = image.Topics.ById.Values.SelectMany(topic => topic.Partitions).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Spread(5, partitions.SelectMany(partition => partition.Replicas)), Is.LessThanOrEqualTo(1));
            Assert.That(Spread(5, partitions.Select(partition => partition.Replicas[0])), Is.LessThanOrEqualTo(2));
        }
    }

    [Test]
    public void Placement_DoesNotPileANewTopicOnANewBroker()
    {
        var image = Images.WithBrokers(3).WithTopic("old", partitions: 100, replicas: 3).With(Images.Registration(4));

        var placed = Place(image, partitions: 8, replicas: 2);

        Assert.That(Spread(4, placed.SelectMany(replicas => replicas)), Is.Zero);
    }

    private static ImmutableArray<ImmutableArray<ReplicaId>> Place(MetadataImage image, int partitions, int replicas) =>
        new ReplicaPlacement(image).Place(partitions, replicas);

    private static MetadataImage Image(string?[] racks, int turn) =>
        Images.WithBrokers(racks).With(new IdCountersRecord { NextGroup = new GroupId(turn) });

    // How many more replicas the fullest broker has than the emptiest.
    private static int Spread(int brokers, IEnumerable<ReplicaId> replicas)
    {
        var counts = replicas.GroupBy(replica => replica.Broker.Value).ToDictionary(group => group.Key, group => group.Count());
        var all = Enumerable.Range(1, brokers).Select(id => counts.GetValueOrDefault(id)).ToArray();
        return all.Max() - all.Min();
    }
}
