using RaftLog.Broker.Fetching;
using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Tests;

namespace RaftLog.Broker.Tests.Fetching;

/// <summary>Who has a session, and who gets a slot (KIP-227).</summary>
public sealed class FetchSessionsTests
{
    private static readonly TimeSpan JustOverTwoMinutes = TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1);

    private ManualTime _time = null!;
    private FetchSessions _sessions = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new ManualTime();
        _sessions = new FetchSessions(slots: 2, _time, new Random(1));
    }

    [Test]
    public void FullFetch_OpensASession_AndAFinalOneClosesIt()
    {
        int id = Open(partitions: 1);
        var final = Request(id, epoch: -1);

        var error = _sessions.Begin(final, 11, out var context);
        var answer = new FetchResponse { SessionId = id };
        context!.Complete(answer);

        Assert.That(id, Is.Positive);
        Assert.That((error, answer.SessionId, _sessions.Count), Is.EqualTo((ErrorCode.None, 0, 0)));
        Assert.That(_sessions.Begin(Request(id, epoch: 1), 11, out _), Is.EqualTo(ErrorCode.FetchSessionIdNotFound));
    }

    [Test]
    public void FullFetch_OfAClientWithASession_TakesThePlaceOfThatSession()
    {
        int old = Open(1);

        int young = Open(1, closing: old);

        Assert.That(young, Is.Positive.And.Not.EqualTo(old));
        Assert.That(_sessions.Count, Is.EqualTo(1));
    }

    [Test]
    public void Epochs_MustFollowEachOther()
    {
        int id = Open(1);

        Assert.That(_sessions.Begin(Request(id, epoch: 2), 11, out _), Is.EqualTo(ErrorCode.InvalidFetchSessionEpoch));
        Assert.That(_sessions.Begin(Request(id, epoch: 1), 11, out _), Is.EqualTo(ErrorCode.None));
        Assert.That(_sessions.Begin(Request(id, epoch: 1), 11, out _), Is.EqualTo(ErrorCode.InvalidFetchSessionEpoch));
        Assert.That(_sessions.Begin(Request(id, epoch: 2), 11, out _), Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void EpochAfterTheLast_IsTheFirst() => Assert.That(FetchSession.EpochAfter(int.MaxValue), Is.EqualTo(1));

    [TestCase(11, 13)]
    [TestCase(13, 12)]
    public void Session_DoesNotChangeFromNamesToIds_OrBack(int opened, int continued)
    {
        int id = Open(1, (short)opened);

        Assert.That(_sessions.Begin(Request(id, epoch: 1), (short)continued, out _), Is.EqualTo(ErrorCode.FetchSessionTopicIdError));
    }

    [Test]
    public void TakenSlots_AreKept_FromNewcomers_ForTwoMinutes()
    {
        Open(1);
        Open(1);

        Assert.That(Open(100), Is.Zero);
    }

    [Test]
    public void SlotThatIsIdleForTwoMinutes_IsGivenToAnybody()
    {
        int idle = Open(100);
        int busy = Open(100);
        _time.Advance(JustOverTwoMinutes);
        Use(busy, epoch: 1);

        Assert.That(Open(1), Is.Positive);
        Assert.That(_sessions.Begin(Request(idle, epoch: 1), 11, out _), Is.EqualTo(ErrorCode.FetchSessionIdNotFound));
        Assert.That(_sessions.Begin(Request(busy, epoch: 2), 11, out _), Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void OldSlotsThatAreUsed_AreGivenToClientsOfMorePartitions_TheSmallestFirst()
    {
        int small = Open(5);
        int large = Open(10);
        _time.Advance(JustOverTwoMinutes);
        Use(small, epoch: 1);
        Use(large, epoch: 1);

        Assert.That(Open(5), Is.Zero);
        Assert.That(Open(6), Is.Positive);
        Assert.That(_sessions.Begin(Request(small, epoch: 2), 11, out _), Is.EqualTo(ErrorCode.FetchSessionIdNotFound));
        Assert.That(_sessions.Begin(Request(large, epoch: 2), 11, out _), Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public void WithoutSlots_NobodyHasASession()
    {
        _sessions = new FetchSessions(slots: 0, _time, new Random(1));

        Assert.That(Open(1), Is.Zero);
    }

    [TestCase(0)]
    [TestCase(FetchSession.MaxPartitions + 1)]
    public void NothingToKeep_OrTooMuch_GetsNoSession(int partitions) => Assert.That(Open(partitions), Is.Zero);

    [Test]
    public void SessionThatGrowsTooLarge_Ends_AndItsClientIsServedInFull()
    {
        int id = Open(FetchSession.MaxPartitions);
        var more = Request(id, epoch: 1, topic: "another", partitions: 1);

        var error = _sessions.Begin(more, 11, out var context);

        var answer = new FetchResponse();
        context!.Complete(answer);
        Assert.That((error, answer.SessionId, _sessions.Count), Is.EqualTo((ErrorCode.None, 0, 0)));
        Assert.That(context.Topics.Sum(topic => topic.Partitions.Count), Is.EqualTo(FetchSession.MaxPartitions + 1));
    }

    private int Open(int partitions, short version = 11, int closing = 0)
    {
        var request = Request(closing, epoch: 0, partitions: partitions);
        Assert.That(_sessions.Begin(request, version, out var context), Is.EqualTo(ErrorCode.None));
        var answer = new FetchResponse();
        context!.Complete(answer);
        return answer.SessionId;
    }

    private void Use(int id, int epoch) => Assert.That(_sessions.Begin(Request(id, epoch), 11, out _), Is.EqualTo(ErrorCode.None));

    private static FetchRequest Request(int session, int epoch, string topic = "t", int partitions = 0) => new()
    {
        SessionId = session,
        SessionEpoch = epoch,
        Topics = partitions == 0
            ? []
            : [new() { Topic = topic, Partitions = [.. Enumerable.Range(0, partitions).Select(i => new FetchRequest.FetchPartition { Partition = i })] }],
    };
}
