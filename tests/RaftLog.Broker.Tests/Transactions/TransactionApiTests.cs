using RaftLog.Broker.Tests.Support;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Transactions;

/// <summary>The requests of a transactional producer on a broker that coordinates.</summary>
[CancelAfter(60_000)]
public sealed class TransactionApiTests
{
    private HoldingDisk _disk = null!;
    private TestBroker _broker = null!;
    private TransactionScript _script = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _disk = new HoldingDisk();
        _broker = await TestBroker.StartAsync(disk: _disk);
        await _broker.CreateTopicAsync("orders", partitions: 2);
        _script = new TransactionScript(_broker.Connect());
    }

    [TearDown]
    public async Task StopAsync()
    {
        _disk.Release();
        await _broker.DisposeAsync();
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public async Task Coordinator_IsTheControllersBroker(short version)
    {
        // Version 0 has no other type than groups.
        var request = new FindCoordinatorRequest { Key = "tx", KeyType = version == 0 ? CoordinatorType.Group : CoordinatorType.Transaction };
        var found = await _broker.Connect().CallAsync(request, version);

        Assert.That((found.ErrorCode, found.NodeId, found.Host), Is.EqualTo((ErrorCode.None, TestBroker.Id, TestBroker.Host)));
    }

    [Test]
    public async Task Coordinators_AreFoundForManyIdsAtOnce_ButNotForTheEmptyOne()
    {
        var found = await _broker.Connect().CallAsync(
            new FindCoordinatorRequest { KeyType = CoordinatorType.Transaction, CoordinatorKeys = ["a", "", "b"] }, version: 4);

        Assert.That(
            found.Coordinators.Select(one => (one.Key, one.ErrorCode)),
            Is.EqualTo(new[] { ("a", ErrorCode.None), ("", ErrorCode.InvalidRequest), ("b", ErrorCode.None) }));
    }

    [TestCase(true, TransactionState.CompleteCommit)]
    [TestCase(false, TransactionState.CompleteAbort)]
    public async Task DecidedTransaction_EndsInAllPartitions(bool commit, TransactionState expected)
    {
        await _script.InitAsync();
        await _script.AddAsync(("orders", 0), ("orders", 1));

        var ended = await _script.EndAsync(commit);
        await _script.CompletedAsync(expected.ToString());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ended.ErrorCode, Is.EqualTo(ErrorCode.None));
            Assert.That((await EndOffsetAsync(0), await EndOffsetAsync(1)), Is.EqualTo((1L, 1L)), "one marker each");
        }
    }

    [TestCase((short)4, (short)0)]
    [TestCase((short)5, (short)1)]
    public async Task EndTxn_FromVersion5On_GivesTheNextEpoch(short version, short expected)
    {
        await _script.InitAsync();
        await _script.AddAsync(("orders", 0));

        await _script.EndAsync(commit: true, version);
        await _script.CompletedAsync(nameof(TransactionState.CompleteCommit));

        Assert.That((await _script.DescribeAsync()).ProducerEpoch, Is.EqualTo(expected));
    }

    [Test]
    public async Task SecondProducer_FencesTheFirst_InTheWordsOfEachVersion()
    {
        await _script.InitAsync();
        await new TransactionScript(_broker.Connect()).InitAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _script.TryAddAsync(version: 1, ("orders", 0)), Is.EqualTo(new[] { ErrorCode.InvalidProducerEpoch }));
            Assert.That(await _script.TryAddAsync(version: 2, ("orders", 0)), Is.EqualTo(new[] { ErrorCode.ProducerFenced }));
            Assert.That((await _script.EndAsync(commit: true, version: 1)).ErrorCode, Is.EqualTo(ErrorCode.InvalidProducerEpoch));
            Assert.That((await _script.EndAsync(commit: true, version: 2)).ErrorCode, Is.EqualTo(ErrorCode.ProducerFenced));
        }
    }

    [TestCase(0)]
    [TestCase(3)]
    public async Task Partitions_AreTakenInAllOrNone(short version)
    {
        await _script.InitAsync();

        var errors = await _script.TryAddAsync(version, ("orders", 0), ("gone", 0), ("orders", 7));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(errors, Is.EqualTo(new[] { ErrorCode.OperationNotAttempted, ErrorCode.UnknownTopicOrPartition, ErrorCode.UnknownTopicOrPartition }));
            Assert.That((await _script.DescribeAsync()).TransactionState, Is.EqualTo(nameof(TransactionState.Empty)));
        }
    }

    /// <summary>KIP-890: what other brokers ask before they append.</summary>
    [Test]
    public async Task Batch_OfVerifications_AnswersForEachTransaction()
    {
        await _script.InitAsync();
        await _script.AddAsync(("orders", 0));
        var producer = await _script.DescribeAsync();

        var response = await _broker.Connect().CallAsync(
            new AddPartitionsToTxnRequest
            {
                Transactions =
                [
                    new AddPartitionsToTxnRequest.Transaction
                    {
                        TransactionalId = TransactionScript.Id,
                        ProducerId = producer.ProducerId,
                        ProducerEpoch = producer.ProducerEpoch,
                        VerifyOnly = true,
                        Topics = [new AddPartitionsToTxnRequest.Topic { Name = "orders", Partitions = [0, 1] }],
                    },
                    new AddPartitionsToTxnRequest.Transaction
                    {
                        TransactionalId = "nobody",
                        VerifyOnly = true,
                        Topics = [new AddPartitionsToTxnRequest.Topic { Name = "orders", Partitions = [0] }],
                    },
                ],
            },
            version: 5);

        Assert.That(
            response.ResultsByTransaction.SelectMany(one => one.TopicResults.SelectMany(topic => topic.ResultsByPartition.Select(partition => partition.PartitionErrorCode))),
            Is.EqualTo(new[] { ErrorCode.None, ErrorCode.TransactionAbortable, ErrorCode.InvalidProducerIdMapping }));
    }

    [Test]
    public async Task Offsets_BecomeTheGroups_WithTheCommit_AndAreUnstableBefore()
    {
        await _script.InitAsync();
        await _script.AddOffsetsAsync("readers");

        var committed = await _script.CommitOffsetAsync("readers", "orders", 0, 42);
        var before = await FetchOffsetAsync(requireStable: true);
        var unstable = await FetchOffsetAsync(requireStable: false);
        await _script.EndAsync(commit: true);
        var after = await FetchOffsetAsync(requireStable: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(committed, Is.EqualTo(ErrorCode.None));
            Assert.That((before.ErrorCode, before.CommittedOffset), Is.EqualTo((ErrorCode.UnstableOffsetCommit, -1L)));
            Assert.That((unstable.ErrorCode, unstable.CommittedOffset), Is.EqualTo((ErrorCode.None, -1L)));
            Assert.That((after.ErrorCode, after.CommittedOffset), Is.EqualTo((ErrorCode.None, 42L)));
        }
    }

    [Test]
    public async Task Offsets_AreUnstable_FromWhenTheirSenderWasLetIn()
    {
        await _script.InitAsync();
        await _script.AddOffsetsAsync("readers");

        // Whoever has joined since would go on from before, though the transaction may still be committed.
        _disk.Hold("/metadata");
        var committing = _script.CommitOffsetAsync("readers", "orders", 0, 42);
        await Eventually.HoldsAsync(() => _disk.IsHolding, "Nothing was written.");
        var before = await FetchOffsetAsync(requireStable: true);
        _disk.Release();
        var committed = await committing;
        await _script.EndAsync(commit: true);
        var after = await FetchOffsetAsync(requireStable: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before.ErrorCode, before.CommittedOffset), Is.EqualTo((ErrorCode.UnstableOffsetCommit, -1L)));
            Assert.That(committed, Is.EqualTo(ErrorCode.None));
            Assert.That((after.ErrorCode, after.CommittedOffset), Is.EqualTo((ErrorCode.None, 42L)));
        }
    }

    [TestCase((short)3, ErrorCode.InvalidTxnState)]
    [TestCase((short)4, ErrorCode.TransactionAbortable)]
    [TestCase((short)5, ErrorCode.None)]
    public async Task Offsets_OfAGroupThatWasNotTakenIn_AreRefusedBeforeVersion5(short version, ErrorCode expected)
    {
        await _script.InitAsync();

        Assert.That(await _script.CommitOffsetAsync("readers", "orders", 0, 42, version), Is.EqualTo(expected));
    }

    [Test]
    public async Task OffsetsOfAMember_OfAGenerationThatIsNot_AreRefused()
    {
        await _script.InitAsync();
        await _script.AddOffsetsAsync("readers");

        Assert.That(await _script.CommitOffsetAsync("readers", "orders", 0, 42, version: 3, generation: 4, member: "gone"), Is.EqualTo(ErrorCode.UnknownMemberId));
    }

    /// <summary>A producer knows nothing of epochs.</summary>
    [Test]
    public async Task OffsetsOfAMember_AtAStaleEpoch_AreOfAnOldGeneration()
    {
        var join = new ConsumerGroupHeartbeatRequest
        {
            GroupId = "readers",
            MemberId = "me",
            RebalanceTimeoutMs = 60_000,
            SubscribedTopicNames = ["orders"],
            OwnedPartitions = [],
        };
        var joined = await _broker.Connect().CallAsync(join, version: 1);
        await _script.InitAsync();
        await _script.AddOffsetsAsync("readers");

        Assert.That(
            await _script.CommitOffsetAsync("readers", "orders", 0, 42, version: 3, generation: joined.MemberEpoch + 1, member: "me"),
            Is.EqualTo(ErrorCode.IllegalGeneration));
    }

    [Test]
    public async Task Transactions_AreDescribed()
    {
        await _script.InitAsync(timeoutMs: 12_345);
        await _script.AddAsync(("orders", 1));

        var described = await _script.DescribeAsync();
        var others = await _broker.Connect().CallAsync(new DescribeTransactionsRequest { TransactionalIds = ["gone", ""] }, version: 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((described.ErrorCode, described.TransactionState, described.TransactionTimeoutMs), Is.EqualTo((ErrorCode.None, "Ongoing", 12_345)));
            Assert.That(described.TransactionStartTimeMs, Is.GreaterThan(0));
            Assert.That(described.Topics.Select(topic => (topic.Topic, topic.Partitions.Single())), Is.EqualTo(new[] { ("orders", 1) }));
            Assert.That(others.TransactionStates.Select(one => one.ErrorCode), Is.EqualTo(new[] { ErrorCode.TransactionalIdNotFound, ErrorCode.InvalidRequest }));
        }
    }

    [Test]
    public async Task Transactions_AreListed_ByStateProducerAgeAndName()
    {
        await _script.InitAsync();
        await _script.AddAsync(("orders", 1));
        long producerId = (await _script.DescribeAsync()).ProducerId;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ListAsync(new ListTransactionsRequest()), Is.EqualTo(new[] { TransactionScript.Id }));
            Assert.That(await ListAsync(new ListTransactionsRequest { StateFilters = ["Ongoing"] }), Has.Count.EqualTo(1));
            Assert.That(await ListAsync(new ListTransactionsRequest { StateFilters = ["Empty"] }), Is.Empty);
            Assert.That(await ListAsync(new ListTransactionsRequest { ProducerIdFilters = [producerId] }), Has.Count.EqualTo(1));
            Assert.That(await ListAsync(new ListTransactionsRequest { ProducerIdFilters = [producerId + 1] }), Is.Empty);
            Assert.That(await ListAsync(new ListTransactionsRequest { DurationFilter = 600_000 }), Is.Empty);
            Assert.That(await ListAsync(new ListTransactionsRequest { TransactionalIdPattern = "t." }), Has.Count.EqualTo(1));
            Assert.That(await ListAsync(new ListTransactionsRequest { TransactionalIdPattern = "t" }), Is.Empty);
        }
    }

    [Test]
    public async Task UnknownStatesAndBadPatterns_AreNamed()
    {
        var unknown = await _broker.Connect().CallAsync(new ListTransactionsRequest { StateFilters = ["Ongoing", "Lost"] }, version: 2);
        var bad = await _broker.Connect().CallAsync(new ListTransactionsRequest { TransactionalIdPattern = "(" }, version: 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unknown.UnknownStateFilters, Is.EqualTo(new[] { "Lost" }));
            Assert.That(bad.ErrorCode, Is.EqualTo(ErrorCode.InvalidRegularExpression));
        }
    }

    [TestCase("", 1_000, ErrorCode.InvalidRequest)]
    [TestCase("tx", 0, ErrorCode.InvalidTransactionTimeout)]
    [TestCase("tx", 900_001, ErrorCode.InvalidTransactionTimeout)]
    public async Task BadBeginnings_AreRefused(string id, int timeoutMs, ErrorCode expected)
    {
        var response = await _broker.Connect().CallAsync(new InitProducerIdRequest { TransactionalId = id, TransactionTimeoutMs = timeoutMs }, version: 5);

        Assert.That((response.ErrorCode, response.ProducerId, response.ProducerEpoch), Is.EqualTo((expected, -1L, (short)-1)));
    }

    private async Task<List<string>> ListAsync(ListTransactionsRequest request) =>
        [.. (await _broker.Connect().CallAsync(request, version: 2)).TransactionStates.Select(one => one.TransactionalId)];

    private async Task<long> EndOffsetAsync(int partition)
    {
        var response = await _broker.Connect().CallAsync(
            new ListOffsetsRequest
            {
                ReplicaId = -1,
                Topics = [new ListOffsetsRequest.Topic { Name = "orders", Partitions = [new ListOffsetsRequest.Partition { PartitionIndex = partition, Timestamp = -1 }] }],
            },
            version: 5);
        return response.Topics.Single().Partitions.Single().Offset;
    }

    private async Task<OffsetFetchResponse.Partition> FetchOffsetAsync(bool requireStable)
    {
        var response = await _broker.Connect().CallAsync(
            new OffsetFetchRequest
            {
                GroupId = "readers",
                RequireStable = requireStable,
                Topics = [new OffsetFetchRequest.Topic { Name = "orders", PartitionIndexes = [0] }],
            },
            version: 7);
        return response.Topics.Single().Partitions.Single();
    }
}
