using RaftLog.Protocol;

namespace RaftLog.Cluster.Tests;

/// <summary>
/// The coordinator of a transaction, or the leader of one of its partitions, goes away at each of its steps. It ends as its producer said, for readers of
/// committed records, and its producer can go on with the next one.
/// </summary>
[CancelAfter(180_000)]
public sealed class TransactionFailoverTests
{
    private EmbeddedCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _cluster = await EmbeddedCluster.StartAsync(brokers: 3);

    [OneTimeTearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [SetUp]
    public async Task StartAllAsync() => await _cluster.StartAllAsync(TestContext.CurrentContext.CancellationToken);

    [Test]
    public async Task KilledCoordinator_TakesNoTransactionWithIt([Values] TransactionStep step, [Values] bool commits, [Values] bool addsPartitions)
    {
        var tripwire = step switch
        {
            TransactionStep.PartitionsAdded => new RequestTripwire(ApiKey.Produce),
            TransactionStep.Decided => new RequestTripwire(ApiKey.EndTxn, isSent: true),
            _ => null,
        };
        await using var scenario = await TransactionScenario.StartAsync(
            _cluster, $"{step}-{(commits ? "commit" : "abort")}-{(addsPartitions ? "added" : "taken")}", tripwire, addsPartitions);
        await KillCoordinatorAsync(TransactionStep.Initialized);

        scenario.Producer.BeginTransaction();
        var producing = scenario.ProduceAsync("first");
        await KillCoordinatorAsync(TransactionStep.PartitionsAdded);
        await producing;
        await KillCoordinatorAsync(TransactionStep.Produced);

        var ending = scenario.EndAsync(commits);
        await KillCoordinatorAsync(TransactionStep.Decided);
        await ending;
        await KillCoordinatorAsync(TransactionStep.Completed);

        await scenario.AssertCommittedAsync(commits ? ["first"] : []);

        async Task KillCoordinatorAsync(TransactionStep now)
        {
            if (now != step)
            {
                return;
            }

            if (tripwire is not null)
            {
                await tripwire.Reached;
            }

            if (now is TransactionStep.Decided)
            {
                await scenario.ReachAsync(state => state != "Ongoing");
            }
            else if (now is TransactionStep.Completed)
            {
                await scenario.ReachAsync(state => state.StartsWith("Complete", StringComparison.Ordinal));
            }

            await (await scenario.CoordinatorAsync()).KillAsync();
            tripwire?.Release();
        }
    }

    /// <summary>The decision is all that the next coordinator has: the one that made it could tell nobody, since the partition had no leader then.</summary>
    [Test]
    public async Task DecisionThatNoPartitionHasHeardOf_IsCarriedOutByTheNextCoordinator([Values] bool commits)
    {
        await using var scenario = await TransactionScenario.StartAsync(_cluster, $"unmarked-{(commits ? "commit" : "abort")}", replicas: 1);
        var coordinator = await scenario.CoordinatorAsync();
        int partition = await scenario.PartitionBesidesAsync(coordinator);
        var holder = await scenario.LeaderAsync(partition);
        scenario.Producer.BeginTransaction();
        await scenario.ProduceAsync("first", partition);
        await holder.KillAsync();
        await scenario.EndAsync(commits);
        await scenario.ReachAsync(state => state.StartsWith("Prepare", StringComparison.Ordinal));

        await coordinator.KillAsync();
        await holder.StartAsync(TestContext.CurrentContext.CancellationToken);

        await scenario.AssertCommittedAsync(commits ? ["first"] : [], partition);
    }

    [Test]
    public async Task LeaderThatGoes_BetweenTwoBatches_LeavesTheTransactionToTheNext([Values] bool commits, [Values] bool handsOver)
    {
        await using var scenario = await TransactionScenario.StartAsync(_cluster, $"between-{commits}-{handsOver}");
        scenario.Producer.BeginTransaction();
        await scenario.ProduceAsync("first");

        await GoAsync(await scenario.LeaderAsync(partition: 0), handsOver);
        await scenario.ProduceAsync("second");
        await scenario.EndAsync(commits);

        await scenario.AssertCommittedAsync(commits ? ["first", "second"] : []);
    }

    [Test]
    public async Task LeaderThatGoes_BeforeTheEnd_HasItsSuccessorWriteTheMarker([Values] bool commits, [Values] bool handsOver)
    {
        await using var scenario = await TransactionScenario.StartAsync(_cluster, $"before-{commits}-{handsOver}");
        scenario.Producer.BeginTransaction();
        await scenario.ProduceAsync("first");

        await GoAsync(await scenario.LeaderAsync(partition: 0), handsOver);
        await scenario.EndAsync(commits);

        await scenario.AssertCommittedAsync(commits ? ["first"] : []);
    }

    private static Task GoAsync(EmbeddedBroker leader, bool handsOver) => handsOver ? leader.StopAsync() : leader.KillAsync();
}
