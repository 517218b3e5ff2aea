using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>What consumers of committed records are told, against a whole broker.</summary>
public sealed class ReadCommittedTests
{
    private const int Forever = 60_000;
    private const long Latest = -1;
    private const long MaxTimestamp = -3;

    private TestBroker _broker = null!;
    private TestClient _client = null!;
    private TestTransaction _producer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("t");
        _client = _broker.Connect();
        _producer = await TestTransaction.BeginAsync(_broker);
        await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("before")));
        await _producer.AddAsync("t", 0);
        await _producer.ProduceAsync("t", 0, "within");
        await ProduceTests.OneAsync(_client, Batches.Produce("t", 0, Batches.Of("after")));
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task OpenTransaction_EndsWhatIsRead_ForThoseWhoWantCommittedRecords()
    {
        var committed = await FetchAsync(IsolationLevel.ReadCommitted);
        var uncommitted = await FetchAsync(IsolationLevel.ReadUncommitted);

        Assert.That(Batches.Values(committed.Records), Is.EqualTo(new[] { "before" }));
        Assert.That((committed.LastStableOffset, committed.HighWatermark), Is.EqualTo((1L, 3L)));
        Assert.That(committed.AbortedTransactions, Is.Empty);
        Assert.That(Batches.Values(uncommitted.Records), Is.EqualTo(new[] { "before", "within", "after" }));
        Assert.That((uncommitted.LastStableOffset, uncommitted.HighWatermark), Is.EqualTo((1L, 3L)));
        Assert.That(uncommitted.AbortedTransactions, Is.Null);
    }

    [Test]
    public async Task LongPoll_IsWoken_WhenTheTransactionEnds([Values] bool commit)
    {
        await _client.SendAsync(Request(IsolationLevel.ReadCommitted, offset: 1, Forever), version: 11);

        await _producer.EndAsync(commit);

        var answer = (await _client.ReceiveAsync<FetchResponse>(version: 11)).Response.Responses.Single().Partitions.Single();
        Assert.That(answer.LastStableOffset, Is.EqualTo(4));
        Assert.That(
            answer.AbortedTransactions!.Select(aborted => (aborted.ProducerId, aborted.FirstOffset)),
            Is.EqualTo(commit ? [] : new[] { (_producer.ProducerId, 1L) }));
    }

    [Test]
    public async Task ListOffsets_IsOfWhatCanBeRead()
    {
        Assert.That(await ListAsync(IsolationLevel.ReadCommitted, Latest), Is.EqualTo(1));
        Assert.That(await ListAsync(IsolationLevel.ReadUncommitted, Latest), Is.EqualTo(3));
        Assert.That(await ListAsync(IsolationLevel.ReadCommitted, MaxTimestamp), Is.EqualTo(0));
        Assert.That(await ListAsync(IsolationLevel.ReadCommitted, timestamp: 1_000), Is.EqualTo(0));
        Assert.That(await ListAsync(IsolationLevel.ReadCommitted, timestamp: 1_001), Is.EqualTo(-1));
    }

    [Test]
    public async Task OffsetBetweenTheStableEndAndTheHighWatermark_IsNoError()
    {
        var answer = await FetchAsync(IsolationLevel.ReadCommitted, offset: 2);

        Assert.That((answer.ErrorCode, answer.Records!.Value.Length), Is.EqualTo((ErrorCode.None, 0L)));
    }

    private static FetchRequest Request(IsolationLevel isolation, long offset = 0, int maxWaitMs = 0)
    {
        var request = Batches.Fetch("t", 0, offset, maxWaitMs);
        request.IsolationLevel = isolation;
        return request;
    }

    private async Task<FetchResponse.PartitionData> FetchAsync(IsolationLevel isolation, long offset = 0) =>
        (await _client.CallAsync(Request(isolation, offset), version: 11)).Responses.Single().Partitions.Single();

    private async Task<long> ListAsync(IsolationLevel isolation, long timestamp)
    {
        var request = new ListOffsetsRequest
        {
            IsolationLevel = isolation,
            Topics = [new ListOffsetsRequest.Topic { Name = "t", Partitions = [new ListOffsetsRequest.Partition { PartitionIndex = 0, Timestamp = timestamp }] }],
        };
        return (await _client.CallAsync(request, version: 7)).Topics.Single().Partitions.Single().Offset;
    }
}
