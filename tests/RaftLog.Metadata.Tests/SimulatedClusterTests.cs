using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Metadata.Tests;

/// <summary>The whole layer over real replication: elections, peer calls, snapshots and restarts as shipped.</summary>
public sealed class SimulatedClusterTests
{
    private static readonly TopicPartition Orders = new("orders", 0);

    [Test]
    public void Brokers_RegisterAndBecomeReady()
    {
        var cluster = new SimulatedCluster();

        cluster.RunUntilReady();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cluster.Brokers.Select(broker => broker.Lifecycle.Ready.IsCompletedSuccessfully), Has.All.True);
            Assert.That(cluster.Brokers.Select(broker => broker.Metadata.Client.Controller), Has.All.EqualTo(cluster.Controller!.Id));
            Assert.That(cluster.Brokers.Select(broker => broker.Image.ClusterId), Has.All.EqualTo(Images.ClusterId));
        }
    }

    [Test]
    public void Topic_CreatedThroughAnotherBroker_CanBeReadThereWithTheAnswer()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        var other = cluster.Brokers.First(broker => broker != cluster.Controller);
        int? partitionsAtAnswer = null;

        var result = cluster.Await(other, async () =>
        {
            var answer = await other.Metadata.Client.CreateTopicsAsync(Images.Creation("orders", 6, 3));
            partitionsAtAnswer = other.Image.Topics.ByName["orders"].Partitions.Length;
            return answer;
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Topics.Single().Error, Is.EqualTo(ErrorCode.None), result.Topics.Single().ErrorMessage);
            Assert.That(partitionsAtAnswer, Is.EqualTo(6));
        }
    }

    [Test]
    public void BrokerWhoseMetadataReplicaWasReplaced_RegistersAnew_AndKeepsItsReplicas()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        cluster.CreateTopic(cluster.Brokers[0], "orders", replicas: 3);
        var replaced = cluster.Brokers.First(broker => broker != cluster.Controller);
        cluster.RunUntil(() => replaced.Image.Topics.ByName.ContainsKey("orders"), "the topic");
        var before = replaced.Image.Topics.ByName["orders"].Partitions;

        replaced.Lifecycle.ReplaceMetadataReplica(new DirectoryId(4711));
        cluster.RunUntil(() => replaced.Image.Brokers.ById[replaced.Id].MetadataReplica == new DirectoryId(4711), "the registration");
        cluster.RunUntilReady();

        Assert.That(replaced.Image.Topics.ByName["orders"].Partitions, Is.EqualTo(before));
    }

    [Test]
    public void OffsetsAndTopics_SurviveAKilledController_AndCallsGoOn()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        cluster.CreateTopic(cluster.Brokers[0], "orders", replicas: 3);
        cluster.Commit(cluster.Brokers[0], "readers", "orders", 42);
        var killed = cluster.Controller!;

        killed.Kill();
        var survivor = cluster.Up.First();
        var result = cluster.Commit(survivor, "readers", "orders", 43);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.EqualTo(ErrorCode.None), result.ErrorMessage);
            Assert.That(survivor.Image.ConsumerGroups.OffsetOf("readers", Orders)!.Offset, Is.EqualTo(new Offset(43)));
            Assert.That(cluster.Controller, Is.Not.SameAs(killed));
        }
    }

    /// <summary>The call finds the next controller by itself, but the member was checked by the coordinator before it.</summary>
    [Test]
    public void Commit_CheckedByADeposedCoordinator_IsNotWrittenByTheNext()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        cluster.CreateTopic(cluster.Brokers[0], "orders", replicas: 3);
        var deposed = cluster.Controller!;
        int term = deposed.Group.Status.Term.Value;
        var inTime = cluster.Commit(deposed, "readers", "orders", 42, term);
        deposed.Kill();
        var survivor = cluster.Up.First();

        var late = cluster.Commit(survivor, "readers", "orders", 41, term);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inTime.Error, Is.EqualTo(ErrorCode.None), inTime.ErrorMessage);
            Assert.That(late.Error, Is.EqualTo(ErrorCode.NotCoordinator), late.ErrorMessage);
            Assert.That(cluster.Controller!.Image.ConsumerGroups.OffsetOf("readers", Orders)!.Offset, Is.EqualTo(new Offset(42)));
        }
    }

    [Test]
    public void KilledBroker_IsFenced_AndLiveAgainSoonAfterItsRestart()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        var broker = cluster.Brokers.First(other => other != cluster.Controller);
        bool IsFenced() => cluster.Controller is { } controller && controller.Image.Brokers.ById[broker.Id].IsFenced;

        broker.Kill();
        cluster.RunUntil(IsFenced, "the killed broker to be fenced", seconds: 12);
        broker.Start();

        cluster.RunUntilReady();
        Assert.That(IsFenced(), Is.False);
    }

    [Test]
    public void BrokerRestartedWithinItsSession_NeedNotWaitForItsEnd()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        var broker = cluster.Brokers.First(other => other != cluster.Controller);

        broker.Kill();
        cluster.Run(TimeSpan.FromMilliseconds(100));
        broker.Start();

        cluster.RunUntil(() => broker.Lifecycle.IsReady, "the restarted broker to be ready", seconds: 4);
    }

    [Test]
    public void AllKilledAtOnce_KnowEverythingAcknowledged_AfterTheRestart()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        cluster.CreateTopic(cluster.Brokers[0], "orders", partitions: 3, replicas: 3);
        cluster.Commit(cluster.Brokers[0], "readers", "orders", 42);

        foreach (var broker in cluster.Brokers)
        {
            broker.Kill();
        }

        foreach (var broker in cluster.Brokers)
        {
            broker.Start();
        }

        cluster.RunUntilReady();
        Assert.That(
            cluster.Brokers.Select(broker => broker.Image.ConsumerGroups.OffsetOf("readers", Orders)?.Offset),
            Has.All.EqualTo(new Offset(42)));
    }

    [Test]
    public void BrokerBesideTheVoters_BecomesALearner_AndReady()
    {
        var cluster = new SimulatedCluster(brokers: 4, voters: 3);

        cluster.RunUntilReady();
        cluster.CreateTopic(cluster.Brokers[3], "orders", replicas: 4);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cluster.Controller!.Group.Configuration.Learners.Select(learner => learner.Broker.Value), Is.EqualTo(new[] { 4 }));
            Assert.That(cluster.Brokers[3].Image.Topics.Count, Is.EqualTo(1));
        }
    }

    [Test]
    public void Log_StaysBounded_AndABrokerThatWasAwayCatchesUpFromASnapshot()
    {
        var cluster = new SimulatedCluster(replication: new ReplicationOptions { Shards = 1, SnapshotAfterEntries = 50 });
        cluster.RunUntilReady();
        cluster.CreateTopic(cluster.Brokers[0], "orders", replicas: 3);
        var away = cluster.Brokers.First(other => other != cluster.Controller);
        away.Kill();

        for (int i = 0; i < 300; i++)
        {
            cluster.Commit(cluster.Controller!, $"group-{i % 10}", "orders", i);
        }

        var led = cluster.Controller!.Group;
        cluster.RunUntil(() => led.Log.LastIndex - led.Log.FirstIndex < 200, "the log to be shortened");
        away.Start();
        cluster.RunUntilReady();

        Images.AssertSame(cluster.Controller!.Image, away.Image);
        Assert.That(away.Image.ConsumerGroups.OffsetOf("group-9", Orders)!.Offset, Is.EqualTo(new Offset(299)));
    }

    [Test]
    public void AnnouncedShutdown_TakesTheBrokerOutOfPlacement()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        var leaving = cluster.Brokers.First(other => other != cluster.Controller);

        bool isKnown = cluster.Await(leaving, () => leaving.Lifecycle.AnnounceShutdownAsync(TimeSpan.FromSeconds(5)));
        var result = cluster.CreateTopic(cluster.Controller!, "orders", replicas: 3);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(isKnown, Is.True);
            Assert.That(leaving.Lifecycle.State, Is.EqualTo(BrokerState.ShuttingDown));
            Assert.That(result.Topics.Single().Error, Is.EqualTo(ErrorCode.InvalidReplicationFactor));
        }
    }

    [Test]
    public void Call_WithoutAQuorum_EndsWithTheTimeout()
    {
        var cluster = new SimulatedCluster();
        cluster.RunUntilReady();
        foreach (var broker in cluster.Brokers.Skip(1))
        {
            broker.Kill();
        }

        var result = cluster.Await(cluster.Brokers[0], () => cluster.Brokers[0].Metadata.Client.CreateTopicsAsync(Images.Creation("orders"), TimeSpan.FromSeconds(6)));

        Assert.That(result.Error, Is.EqualTo(ErrorCode.NotController).Or.EqualTo(ErrorCode.RequestTimedOut));
    }
}
