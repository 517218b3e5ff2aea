using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>ElectLeaders where nothing is to be elected, against a whole broker. Elections that happen need several: see the simulator's tests.</summary>
public sealed class ElectLeadersTests
{
    private const sbyte Unclean = 1;

    private TestBroker _broker = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        _client = _broker.Connect();
        await _broker.CreateTopicAsync("t");
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Partition_LedByItsPreferredReplica_NeedsNoElection([Range(0, 2)] int version) =>
        Assert.That(await ElectAsync("t", 0, version: (short)version), Is.EqualTo(ErrorCode.ElectionNotNeeded));

    [TestCase("t", 1)]
    [TestCase("other", 0)]
    public async Task Partition_ThatIsNotThere_IsUnknown(string topic, int partition) =>
        Assert.That(await ElectAsync(topic, partition), Is.EqualTo(ErrorCode.UnknownTopicOrPartition));

    [Test]
    public async Task UncleanElection_IsNeverHeld() =>
        Assert.That(await ElectAsync("t", 0, Unclean), Is.EqualTo(ErrorCode.EligibleLeadersNotAvailable));

    [Test]
    public async Task UnknownElectionType_IsRefusedAsAWhole()
    {
        var response = await _client.CallAsync(Request("t", 0, electionType: 7), version: 2);

        Assert.That((response.ErrorCode, response.ReplicaElectionResults.Count), Is.EqualTo((ErrorCode.InvalidRequest, 0)));
    }

    [Test]
    public async Task Leader_ThatIsAway_CannotHandOver()
    {
        await _broker.RegisterPhantomAsync(2);
        _broker.AnnounceLeader("t", 0, leader: 2, term: 1_000);

        Assert.That(await ElectAsync("t", 0), Is.EqualTo(ErrorCode.PreferredLeaderNotAvailable));
    }

    private static ElectLeadersRequest Request(string topic, int partition, sbyte electionType) => new()
    {
        ElectionType = electionType,
        TopicPartitions = [new() { Name = topic, Partitions = [partition] }],
    };

    private async Task<ErrorCode> ElectAsync(string topic, int partition, sbyte electionType = 0, short version = 2) =>
        (await _client.CallAsync(Request(topic, partition, electionType), version)).ReplicaElectionResults.Single().PartitionResult.Single().ErrorCode;
}
