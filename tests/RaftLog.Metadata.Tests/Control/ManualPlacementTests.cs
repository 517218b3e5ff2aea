using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

public sealed class ManualPlacementTests
{
    private static readonly MetadataImage ThreeBrokers = Images.WithBrokers(3);

    [Test]
    public void Assignment_IsFollowed_InTheOrderOfThePartitions()
    {
        var result = Create((1, [2, 3]), (0, [3, 1]));

        var topic = ThreeBrokers.With(result.Records).Topics.ByName["orders"];
        Assert.That(
            topic.Partitions.Select(partition => partition.Replicas.Select(replica => replica.Broker.Value)),
            Is.EqualTo(new[] { new[] { 3, 1 }, [2, 3] }));
    }

    [Test]
    public void Assignment_MayNameAFencedBroker_WhichWillCatchUp()
    {
        var image = ThreeBrokers.With(new BrokerStateRecord { Broker = new BrokerId(2), IsFenced = true });

        Assert.That(Create(image, (0, [1, 2])).Response.Topics.Single().Error, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void Assignment_ThatLeavesAPartitionOut_IsRefused() => AssertRefused("0, 1, 2", (0, [1]), (2, [1]));

    [Test]
    public void Assignment_ThatNamesAPartitionTwice_IsRefused() => AssertRefused("0, 1, 2", (0, [1]), (0, [2]));

    [Test]
    public void Assignment_WithoutBrokers_IsRefused() => AssertRefused("no brokers", (0, []));

    [Test]
    public void Assignment_OfDifferentSizes_IsRefused() => AssertRefused("where another has", (0, [1, 2]), (1, [1]));

    [Test]
    public void Assignment_WithABrokerTwice_IsRefused() => AssertRefused("a broker twice", (0, [1, 1]));

    [Test]
    public void Assignment_WithAnUnknownBroker_IsRefused() => AssertRefused("broker 9", (0, [1, 9]));

    [Test]
    public void Assignment_BesideNumbers_IsRefused()
    {
        var command = Command((0, [1]));
        command.Topics[0].PartitionCount = 1;

        var result = TopicsControl.Create(ThreeBrokers, command, Images.Defaults, new Random(1));

        Assert.That(result.Response.Topics.Single().Error, Is.EqualTo(ErrorCode.InvalidRequest));
    }

    private static void AssertRefused(string message, params (int Partition, int[] Brokers)[] assignments)
    {
        var outcome = Create(assignments).Response.Topics.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Error, Is.EqualTo(ErrorCode.InvalidReplicaAssignment));
            Assert.That(outcome.ErrorMessage, Does.Contain(message));
        }
    }

    private static ControlResult<CreateTopicsResult> Create(params (int Partition, int[] Brokers)[] assignments) => Create(ThreeBrokers, assignments);

    private static ControlResult<CreateTopicsResult> Create(MetadataImage image, params (int Partition, int[] Brokers)[] assignments) =>
        TopicsControl.Create(image, Command(assignments), Images.Defaults, new Random(1));

    private static CreateTopicsCommand Command(params (int Partition, int[] Brokers)[] assignments)
    {
        var command = Images.Creation("orders");
        command.Topics[0].Assignments =
        [
            .. assignments.Select(assignment => new PartitionAssignment
            {
                Partition = assignment.Partition,
                Brokers = [.. assignment.Brokers.Select(id => new BrokerId(id))],
            }),
        ];
        return command;
    }
}
