using System.Buffers;
using RaftLog.Metadata.Tests.Support;
using RaftLog.Model;

namespace RaftLog.Metadata.Tests.Controllers;

[CancelAfter(30_000)]
public sealed class ControllerTests
{
    [Test]
    public async Task Controller_OfANewCluster_WritesItsId()
    {
        await using var cluster = new MemoryCluster(brokers: 1);

        var leader = cluster.Elect(1);
        await leader.RegisterAsync(1);

        Assert.That(leader.Store.Current.ClusterId, Is.EqualTo(Images.ClusterId));
    }

    [Test]
    public async Task Topic_IsReadableEverywhere_WhenItsCreationIsAnswered()
    {
        await using var cluster = new MemoryCluster(brokers: 3);
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(3);

        var result = await leader.CreateTopicAsync("orders", partitions: 6, replicas: 3);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Topics.Single().Error, Is.EqualTo(ErrorCode.None), result.Topics.Single().ErrorMessage);
            foreach (var node in cluster.Nodes)
            {
                Assert.That(node.Store.Current.Topics.ByName["orders"].Partitions, Has.Length.EqualTo(6));
                Assert.That(node.Store.Current.Index, Is.GreaterThanOrEqualTo(result.Index));
            }
        }
    }

    [Test]
    public async Task Broker_ThatDoesNotLead_RefusesRequests()
    {
        await using var cluster = new MemoryCluster(brokers: 2);
        cluster.Elect(1);

        Assert.That((await cluster.Nodes[1].CreateTopicAsync("orders")).Error, Is.EqualTo(ErrorCode.NotController));
    }

    [Test]
    public async Task OffsetsAndTopics_SurviveTheLossOfTheController()
    {
        await using var cluster = new MemoryCluster(brokers: 3);
        var first = cluster.Elect(1);
        await first.WithLiveBrokersAsync(3);
        await first.CreateTopicAsync("orders");
        await first.CommitAsync("readers", "orders", 42);

        var second = cluster.Elect(2);
        var recreation = await second.CreateTopicAsync("orders");
        await second.CommitAsync("readers", "orders", 43);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(recreation.Topics.Single().Error, Is.EqualTo(ErrorCode.TopicAlreadyExists));
            Assert.That(cluster.Nodes[2].Store.Current.ConsumerGroups.OffsetOf("readers", new TopicPartition("orders", 0))!.Offset, Is.EqualTo(new Offset(43)));
        }
    }

    [Test]
    public async Task CoordinatorsRequest_IsCarriedOut_InTheTermOfItsCheckOnly()
    {
        await using var cluster = new MemoryCluster(brokers: 2);
        var first = cluster.Elect(1);
        await first.WithLiveBrokersAsync(2);
        await first.CreateTopicAsync("orders");

        var inTerm = await first.CommitAsync("readers", "orders", 1, coordinatorTerm: 1);
        var second = cluster.Elect(2);
        var late = await second.CommitAsync("readers", "orders", 2, coordinatorTerm: 1);
        var lateDeletion = await second.Controller.ExecuteAsync(
            ControllerCommands.DeleteConsumerGroups, new DeleteConsumerGroupsCommand { ConsumerGroups = ["readers"], CoordinatorTerm = 1 });

        var lateCompletion = await second.Controller.ExecuteAsync(ControllerCommands.CompleteTransactions, new CompleteTransactionsCommand { CoordinatorTerm = 1 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inTerm.Error, Is.EqualTo(ErrorCode.None));
            Assert.That(new[] { late.Error, lateDeletion.Error, lateCompletion.Error }, Is.All.EqualTo(ErrorCode.NotCoordinator));
            Assert.That(second.Store.Current.ConsumerGroups.OffsetOf("readers", new TopicPartition("orders", 0))!.Offset, Is.EqualTo(new Offset(1)));
        }
    }

    [Test]
    public async Task Requests_ThatGatherDuringACommit_BecomeOneEntry()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(1);
        await leader.CreateTopicAsync("orders");
        int before = cluster.Entries;
        var gate = new TaskCompletionSource();
        cluster.Commit = gate.Task;

        var commits = Enumerable.Range(0, 100).Select(i => leader.CommitAsync($"group-{i}", "orders", i)).ToArray();
        gate.SetResult();
        var results = await Task.WhenAll(commits);

        // The first ones may have gone alone before the rest gathered.
        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Select(result => result.Error), Has.All.EqualTo(ErrorCode.None));
            Assert.That(cluster.Entries - before, Is.LessThanOrEqualTo(2));
            Assert.That(leader.Store.Current.ConsumerGroups.ById, Has.Count.EqualTo(100));
        }
    }

    [Test]
    public async Task Requests_OfOneEntry_AreDecidedOneAfterTheOther()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(1);
        var gate = new TaskCompletionSource();
        cluster.Commit = gate.Task;

        var creations = Enumerable.Range(0, 10).Select(_ => leader.CreateTopicAsync("orders")).ToArray();
        gate.SetResult();
        var errors = (await Task.WhenAll(creations)).Select(result => result.Topics.Single().Error).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(errors.Count(error => error == ErrorCode.None), Is.EqualTo(1));
            Assert.That(errors.Count(error => error == ErrorCode.TopicAlreadyExists), Is.EqualTo(9));
        }
    }

    [Test]
    public async Task Entry_ThatIsNotCommitted_FailsItsRequests_AndLeavesNoTrace()
    {
        await using var cluster = new MemoryCluster(brokers: 2);
        var first = cluster.Elect(1);
        await first.WithLiveBrokersAsync(2);
        var gate = new TaskCompletionSource();
        cluster.Commit = gate.Task;

        var lost = first.CreateTopicAsync("orders");
        cluster.Elect(2);
        gate.SetResult();
        var result = await lost;
        var back = cluster.Elect(1);
        var again = await back.CreateTopicAsync("orders");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Error, Is.EqualTo(ErrorCode.NotController));
            Assert.That(again.Topics.Single().Error, Is.EqualTo(ErrorCode.None), again.Topics.Single().ErrorMessage);
        }
    }

    [Test]
    public async Task Requests_BeyondTheLimit_AreRefusedAtOnce()
    {
        await using var cluster = new MemoryCluster(brokers: 1, new ControllerOptions { MaxWaitingRequests = 2 });
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(1);
        var gate = new TaskCompletionSource();
        cluster.Commit = gate.Task;

        var creations = Enumerable.Range(0, 20).Select(i => leader.CreateTopicAsync($"t{i}")).ToArray();
        Assert.That(creations.Count(creation => creation.IsCompleted && creation.GetAwaiter().GetResult().Error == ErrorCode.RequestTimedOut), Is.GreaterThanOrEqualTo(10));

        gate.SetResult();
        await Task.WhenAll(creations);
    }

    [Test]
    public async Task Request_ThatIsTooLargeForAnEntry_IsRefused_AndOthersAreNot()
    {
        await using var cluster = new MemoryCluster(brokers: 1, new ControllerOptions { TargetEntryBytes = 100, MaxRequestBytes = 200 });
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(1);

        var large = await leader.CreateTopicAsync("large", partitions: 100);
        var small = await leader.CreateTopicAsync("small");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(large.Error, Is.EqualTo(ErrorCode.RecordListTooLarge));
            Assert.That(small.Topics.Single().Error, Is.EqualTo(ErrorCode.None));
        }
    }

    [Test]
    public async Task Broker_ThatIsNoVoter_BecomesALearner_AndLeavesWithItsRegistration()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);

        var epochs = await leader.WithLiveBrokersAsync(2);
        await leader.HeartbeatAsync(1, epochs[0]);
        var joined = leader.Members.Learners;
        cluster.Time.Advance(TimeSpan.FromSeconds(10));
        await leader.HeartbeatAsync(1, epochs[0]);
        await leader.Controller.ExecuteAsync(ControllerCommands.UnregisterBroker, new UnregisterBrokerCommand { Broker = new BrokerId(2) });

        // The group is changed at the end of the turn that has answered already; the next request is of the next turn.
        await leader.HeartbeatAsync(1, epochs[0]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(joined, Is.EqualTo(new[] { new ReplicaId(new BrokerId(2), Images.Directory(2)) }));
            Assert.That(leader.Members.Learners, Is.Empty);
        }
    }

    [Test]
    public async Task Snapshot_BringsANewBrokerToTheSameImage()
    {
        await using var cluster = new MemoryCluster(brokers: 2);
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(2);
        await leader.CreateTopicAsync("orders", partitions: 3, replicas: 2);
        await leader.CommitAsync("readers", "orders", 5);
        var output = new ArrayBufferWriter<byte>();
        leader.StateMachine.CaptureSnapshot()(output);

        await using var other = new MemoryCluster(brokers: 1);
        var newcomer = other.Nodes[0];
        var heard = new List<MetadataChange>();
        using var subscription = newcomer.Store.Subscribe(heard.Add);
        newcomer.StateMachine.RestoreSnapshot(leader.Store.Current.Index, new Term(1), new ReadOnlySequence<byte>(output.WrittenMemory));

        Images.AssertSame(leader.Store.Current, newcomer.Store.Current);
        Assert.That(heard[^1].CreatedTopics.Select(topic => topic.Name), Is.EqualTo(new[] { "orders" }));
    }

    /// <summary>KIP-890: a batch is let in on this answer, so it must not come from a controller whose successor may have ended the transaction.</summary>
    [Test]
    public async Task DeposedController_DoesNotVerifyTransactions_ThoughItNeverHeardOfItsSuccessor()
    {
        await using var cluster = new MemoryCluster(brokers: 2);
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(2);
        await leader.CreateTopicAsync("orders");
        var producer = await leader.Controller.ExecuteAsync(
            ControllerCommands.InitializeProducer, new InitializeProducerCommand { TransactionalId = "tx", TransactionTimeoutMs = 1_000 });
        await leader.Controller.ExecuteAsync(ControllerCommands.AddPartitionsToTransaction, Addition(producer, verifyOnly: false));

        var before = await leader.Controller.ExecuteAsync(ControllerCommands.AddPartitionsToTransaction, Addition(producer, verifyOnly: true));
        cluster.ElectUnheard(2);
        var after = await leader.Controller.ExecuteAsync(ControllerCommands.AddPartitionsToTransaction, Addition(producer, verifyOnly: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Partitions.Single().Error, Is.EqualTo(ErrorCode.None));
            Assert.That(after.Error, Is.EqualTo(ErrorCode.NotController));
        }
    }

    [Test]
    public async Task TransactionBeyondItsTime_IsAbortedByTheController()
    {
        await using var cluster = new MemoryCluster(brokers: 1);
        var leader = cluster.Elect(1);
        await leader.WithLiveBrokersAsync(1);
        await leader.CreateTopicAsync("orders");
        var producer = await leader.Controller.ExecuteAsync(
            ControllerCommands.InitializeProducer, new InitializeProducerCommand { TransactionalId = "tx", TransactionTimeoutMs = 1_000 });
        await leader.Controller.ExecuteAsync(ControllerCommands.AddPartitionsToTransaction, Addition(producer, verifyOnly: false));

        cluster.Time.Advance(TimeSpan.FromSeconds(11));
        var late = await leader.Controller.ExecuteAsync(ControllerCommands.AddPartitionsToTransaction, Addition(producer, verifyOnly: true));

        Assert.That(late.Error, Is.EqualTo(ErrorCode.ProducerFenced));
    }

    private static AddPartitionsToTransactionCommand Addition(InitializeProducerResult producer, bool verifyOnly) => new()
    {
        TransactionalId = "tx",
        ProducerId = producer.ProducerId,
        ProducerEpoch = producer.ProducerEpoch,
        VerifyOnly = verifyOnly,
        Partitions = [new PartitionReference { Topic = "orders", Partition = 0 }],
    };
}
