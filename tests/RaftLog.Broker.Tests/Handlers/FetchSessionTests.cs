using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Handlers;

/// <summary>Fetch in a session (KIP-227), against a whole broker.</summary>
public sealed class FetchSessionTests
{
    private const int Forever = 60_000;

    private TestBroker _broker = null!;
    private TestClient _client = null!;
    private Guid _topicId;

    [SetUp]
    public async Task StartAsync()
    {
        _broker = await TestBroker.StartAsync();
        _topicId = (await _broker.CreateTopicAsync("t", partitions: 3)).TopicId;
        _client = _broker.Connect();
    }

    [TearDown]
    public async Task StopAsync() => await _broker.DisposeAsync();

    [Test]
    public async Task Answers_HoldOnlyWhatIsNew([Values(7, 12, 13, 16)] int version)
    {
        var full = await FetchAsync(Request(version, 0, 0, (0, 0), (1, 0), (2, 0)), version);
        await ProduceAsync(1, "a");

        var first = await FetchAsync(Request(version, full.SessionId, 1), version);
        var second = await FetchAsync(Request(version, full.SessionId, 2, (1, 1)), version);

        Assert.That(full.SessionId, Is.Positive);
        Assert.That(Partitions(full), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(Partitions(first), Is.EqualTo(new[] { 1 }));
        Assert.That(Batches.Values(first.Responses[0].Partitions[0].Records), Is.EqualTo(new[] { "a" }));
        Assert.That((first.SessionId, second.SessionId), Is.EqualTo((full.SessionId, full.SessionId)));
        Assert.That(Partitions(second), Is.Empty);
    }

    [Test]
    public async Task AnswerThatGotLost_IsToldAgain_ByAFullFetch()
    {
        await ProduceAsync(0, "a");
        int session = (await FetchAsync(Request(11, 0, 0, (0, 0), (1, 0)))).SessionId;
        await ProduceAsync(1, "b");
        await FetchAsync(Request(11, session, 1, (0, 1)));

        // The client never saw that answer: it asks again, is told that this does not fit, and asks for all.
        var again = await FetchAsync(Request(11, session, 1, (0, 1)));
        var full = await FetchAsync(Request(11, session, 0, (0, 1), (1, 0)));

        Assert.That((again.ErrorCode, again.SessionId), Is.EqualTo((ErrorCode.InvalidFetchSessionEpoch, 0)));
        Assert.That(again.Responses, Is.Empty);
        Assert.That(Partitions(full), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(Batches.Values(full.Responses[0].Partitions[1].Records), Is.EqualTo(new[] { "b" }));
        Assert.That(full.SessionId, Is.Positive.And.Not.EqualTo(session));
    }

    [Test]
    public async Task RecordsThatTheClientDidNotMovePast_ComeAgain()
    {
        int session = (await FetchAsync(Request(11, 0, 0, (0, 0)))).SessionId;
        await ProduceAsync(0, "a");

        Assert.That(Partitions(await FetchAsync(Request(11, session, 1))), Is.EqualTo(new[] { 0 }));
        Assert.That(Partitions(await FetchAsync(Request(11, session, 2))), Is.EqualTo(new[] { 0 }));
        Assert.That(Partitions(await FetchAsync(Request(11, session, 3, (0, 1)))), Is.Empty);
    }

    [Test]
    public async Task Partitions_AreAddedAndForgotten()
    {
        int session = (await FetchAsync(Request(11, 0, 0, (0, 0), (1, 0)))).SessionId;
        var change = Request(11, session, 1, (2, 0));
        change.ForgottenTopicsData = [new FetchRequest.ForgottenTopic { Topic = "t", Partitions = [0] }];
        var changed = await FetchAsync(change);
        await ProduceAsync(0, "forgotten");
        await ProduceAsync(2, "added");

        var answer = await FetchAsync(Request(11, session, 2));

        Assert.That(Partitions(changed), Is.EqualTo(new[] { 2 }), "What is told for the first time is news.");
        Assert.That(Partitions(answer), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task Error_IsToldAgainAndAgain_AndSoIsItsEnd()
    {
        int session = (await FetchAsync(Request(11, 0, 0, (0, 7)))).SessionId;

        var again = await FetchAsync(Request(11, session, 1));
        var healed = await FetchAsync(Request(11, session, 2, (0, 0)));

        Assert.That(again.Responses.Single().Partitions.Single().ErrorCode, Is.EqualTo(ErrorCode.OffsetOutOfRange));
        Assert.That(healed.Responses.Single().Partitions.Single().ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task LogStartThatMoved_IsNews()
    {
        await ProduceAsync(0, "a");
        int session = (await FetchAsync(Request(11, 0, 0, (0, 1)))).SessionId;
        await _client.CallAsync(
            new DeleteRecordsRequest { TimeoutMs = Forever, Topics = [new() { Name = "t", Partitions = [new() { PartitionIndex = 0, Offset = 1 }] }] }, version: 2);

        var answer = await FetchAsync(Request(11, session, 1));

        Assert.That(answer.Responses.Single().Partitions.Single().LogStartOffset, Is.EqualTo(1));
    }

    [Test]
    public async Task LongPoll_InASession_IsAnsweredWhenRecordsCome()
    {
        int session = (await FetchAsync(Request(11, 0, 0, (0, 0), (1, 0)))).SessionId;
        var request = Request(11, session, 1);
        request.MaxWaitMs = Forever;

        var waiting = FetchAsync(request);
        await ProduceTests.OneAsync(_broker.Connect(), Batches.Produce("t", 1, Batches.Of("late")));

        Assert.That(Partitions(await waiting), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task SmallLimit_GoesToEveryPartitionInTurn()
    {
        foreach (int partition in new[] { 0, 1, 2 })
        {
            await ProduceAsync(partition, "a");
        }

        int session = (await FetchAsync(Request(11, 0, 0, (0, 1), (1, 1), (2, 1)))).SessionId;
        var served = new List<int>();
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            // Back to the beginning of all three in the first request; the client never moves on.
            var request = epoch == 1 ? Request(11, session, epoch, (0, 0), (1, 0), (2, 0)) : Request(11, session, epoch);
            request.MaxBytes = 1;
            var answer = await FetchAsync(request);
            served.AddRange(answer.Responses.SelectMany(topic => topic.Partitions)
                .Where(partition => partition.Records is { IsEmpty: false })
                .Select(partition => partition.PartitionIndex));
        }

        Assert.That(served, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public async Task UnknownTopicId_StaysInTheSession_AndIsAnErrorEachTime()
    {
        var request = Request(13, 0, 0, (0, 0));
        request.Topics.Add(new FetchRequest.FetchTopic { TopicId = Guid.Parse("00000000-0000-0000-0000-000000000007"), Partitions = [new()] });

        int session = (await FetchAsync(request, 13)).SessionId;
        var answer = await FetchAsync(Request(13, session, 1), 13);

        Assert.That(answer.Responses.Single().Partitions.Single().ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicId));
    }

    [Test]
    public async Task TopicThatIsDeletedAndCreatedAnew_IsAnotherOne_ForASessionOfIds()
    {
        int session = (await FetchAsync(Request(13, 0, 0, (0, 0)), 13)).SessionId;
        await _client.CallAsync(new DeleteTopicsRequest { TimeoutMs = Forever, TopicNames = ["t"] }, version: 5);
        await _broker.CreateTopicAsync("t", partitions: 3);

        var answer = await FetchAsync(Request(13, session, 1), 13);

        Assert.That(answer.Responses.Single().Partitions.Single().ErrorCode, Is.EqualTo(ErrorCode.UnknownTopicId));
    }

    [TestCase(4)]
    [TestCase(6)]
    public async Task OldVersions_HaveNoSessions(int version) =>
        Assert.That((await FetchAsync(Request(version, 0, -1, (0, 0)), version)).SessionId, Is.Zero);

    private Task<FetchResponse> FetchAsync(FetchRequest request, int version = 11) => _client.CallAsync(request, (short)version);

    private Task<ProduceResponse.Partition> ProduceAsync(int partition, string value) => ProduceTests.OneAsync(_client, Batches.Produce("t", partition, Batches.Of(value)));

    private FetchRequest Request(int version, int session, int epoch, params (int Partition, long Offset)[] partitions) => new()
    {
        MinBytes = 1,
        MaxBytes = 1 << 20,
        SessionId = session,
        SessionEpoch = epoch,
        Topics = partitions.Length == 0
            ? []
            :
            [
                new FetchRequest.FetchTopic
                {
                    Topic = version < 13 ? "t" : "",
                    TopicId = version < 13 ? Guid.Empty : _topicId,
                    Partitions = [.. partitions.Select(one => new FetchRequest.FetchPartition
                    {
                        Partition = one.Partition,
                        FetchOffset = one.Offset,
                        PartitionMaxBytes = 1 << 20,
                    })],
                },
            ],
    };

    private static IEnumerable<int> Partitions(FetchResponse response)
    {
        Assert.That(response.ErrorCode, Is.EqualTo(ErrorCode.None));
        return response.Responses.SelectMany(topic => topic.Partitions).Select(partition => partition.PartitionIndex).Order();
    }
}
