using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Control;

/// <summary>Who should hold a partition, after replicas were lost, found and replaced.</summary>
public sealed class ReplicasControlTests
{
    private static readonly MetadataImage Before = Images.WithBrokers(3).WithTopic("t", partitions: 2, replicas: 3);

    [Test]
    public void BrokerWithAnotherDirectory_GetsSuccessors_InTheSameStepAsItsRegistration()
    {
        var after = Register(Before, directory: 99);

        foreach (var partition in after.Topics.ByName["t"].Partitions)
        {
            var old = Partition(Before, partition.Number);
            var lost = old.ReplicaOn(new BrokerId(1))!.Value;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(partition.Removing, Is.EqualTo(new[] { lost }));
                Assert.That(partition.Adding, Is.EqualTo(new[] { partition.ReplicaOn(new BrokerId(1))!.Value }));
                Assert.That(partition.Adding, Is.Not.EqualTo(partition.Removing));
                Assert.That(partition.Replicas.Select(replica => replica.Broker), Is.EqualTo(old.Replicas.Select(replica => replica.Broker)));
                Assert.That(partition.Initial, Is.EqualTo(old.Replicas), "A successor would begin as a voter.");
                Assert.That(partition.Lost, Is.EqualTo(new[] { lost }));
            }
        }
    }

    [Test]
    public void BrokerWithTheSameDirectory_KeepsItsReplicas()
    {
        var after = Register(Before, Images.Directory(1).Value);

        Assert.That(after.Topics.ByName["t"].Partitions, Is.EqualTo(Before.Topics.ByName["t"].Partitions));
    }

    [Test]
    public void BrokerThatWasTakenOut_IsNotBelievedToHaveKeptAnything()
    {
        var image = Before.With(new UnregisterBrokerRecord { Broker = new BrokerId(1) });

        Assert.That(Partition(Register(image, Images.Directory(1).Value), 0).IsChanging, Is.True);
    }

    [Test]
    public void LostReplica_IsReplaced_Once()
    {
        var lost = Partition(Before, 0).Replicas[1];

        var once = Report(Before, ReplicaReportKind.Lost, lost);
        var twice = Report(once, ReplicaReportKind.Lost, lost);

        Assert.That(Partition(once, 0).Replicas[1].Broker, Is.EqualTo(lost.Broker));
        Assert.That(Partition(once, 0).Replicas[1], Is.Not.EqualTo(lost));
        Assert.That(Partition(twice, 0), Is.EqualTo(Partition(once, 0)));
        Assert.That(Partition(once, 1), Is.EqualTo(Partition(Before, 1)), "Another partition changed.");
    }

    [Test]
    public void ReplicaFoundWhole_TakesItsPlaceBack()
    {
        var replica = Partition(Before, 0).Replicas[0];
        var replaced = Report(Before, ReplicaReportKind.Lost, replica);
        var successor = Partition(replaced, 0).Replicas[0];

        var restored = Partition(Report(replaced, ReplicaReportKind.Found, replica), 0);

        Assert.That(restored.Replicas, Is.EqualTo(Partition(Before, 0).Replicas));
        Assert.That(restored.Adding, Is.Empty);
        Assert.That(restored.Removing, Is.EqualTo(new[] { successor }), "The successor may be a member by now.");
    }

    [Test]
    public void ReplicaThatNobodyGaveUp_IsNoFind()
    {
        Assert.That(Partition(Report(Before, ReplicaReportKind.Found, Partition(Before, 0).Replicas[0]), 0), Is.EqualTo(Partition(Before, 0)));
    }

    [Test]
    public void Replacement_IsDone_WhenTheLeaderSaysWhoVotes()
    {
        var replaced = Report(Before, ReplicaReportKind.Lost, Partition(Before, 0).Replicas[0]);

        var early = Report(replaced, ReplicaReportKind.Settled, [.. Partition(Before, 0).Replicas]);
        var done = Report(replaced, ReplicaReportKind.Settled, [.. Partition(replaced, 0).Replicas]);

        Assert.That(Partition(early, 0), Is.EqualTo(Partition(replaced, 0)));
        Assert.That(Partition(done, 0).IsChanging, Is.False);
        Assert.That(Partition(done, 0).Replicas, Is.EqualTo(Partition(replaced, 0).Replicas));
    }

    [Test]
    public void TwoReplacements_SettleOneByOne()
    {
        var first = Partition(Before, 0).Replicas;
        var replaced = Report(Report(Before, ReplicaReportKind.Lost, first[0]), ReplicaReportKind.Lost, first[1]);
        var wanted = Partition(replaced, 0).Replicas;

        var half = Partition(Report(replaced, ReplicaReportKind.Settled, wanted[0], first[1], first[2]), 0);

        Assert.That(half.Adding, Is.EqualTo(new[] { wanted[1] }));
        Assert.That(half.Removing, Is.EqualTo(new[] { first[1] }));
    }

    [Test]
    public void ReportOfADeletedTopic_ChangesNothing()
    {
        var result = ReplicasControl.Report(
            MetadataImage.Empty,
            new ReportReplicasCommand { Reports = [new ReplicaReport { TopicId = new Guid(1, 2, 3, new byte[8]), Replicas = [ReplicaId.None] }] },
            new Random(1));

        Assert.That(result.Records, Is.Empty);
        Assert.That(result.Response.IsSuccess, Is.True);
    }

    [Test]
    public void Image_WithReplacementsUnderWay_SurvivesASnapshot()
    {
        var image = Register(Before, directory: 99);

        Images.AssertSame(image, MetadataImage.Empty.With(MetadataSnapshot.Records(image)));
    }

    private static PartitionImage Partition(MetadataImage image, int number) => image.Topics.ByName["t"].Partitions[number];

    private static MetadataImage Register(MetadataImage image, ulong directory)
    {
        var command = new RegisterBrokerCommand
        {
            Broker = new BrokerId(1),
            ClusterId = Images.ClusterId,
            IncarnationId = new Guid(1, 0, 0, new byte[8]),
            Directory = new DirectoryId(directory),
            KafkaHost = "k1",
            KafkaPort = 9092,
            PeerHost = "p1",
            PeerPort = 7092,
        };
        return image.With(BrokersControl.Register(image, command, Images.ClusterId, new Random(1)).Records);
    }

    private static MetadataImage Report(MetadataImage image, ReplicaReportKind kind, params ReplicaId[] replicas)
    {
        var report = new ReplicaReport { TopicId = image.Topics.ByName["t"].Id, Partition = 0, Kind = kind, Replicas = [.. replicas] };
        return image.With(ReplicasControl.Report(image, new ReportReplicasCommand { Reports = [report] }, new Random(replicas[0].GetHashCode())).Records);
    }
}
