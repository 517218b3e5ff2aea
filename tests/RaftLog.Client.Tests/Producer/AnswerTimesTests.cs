namespace RaftLog.Client.Tests;

/// <summary>How long a batch may grow while others are under way to a broker, by how long the broker takes.</summary>
public sealed class AnswerTimesTests
{
    private const int MostLingerMs = 500;

    [TestCase(ExpectedResult = 5, TestName = "NothingIsKnown")]
    [TestCase(400, ExpectedResult = 5, TestName = "OneAnswer_IsItsOwnLeast")]
    [TestCase(120, 121, 120, ExpectedResult = 5, TestName = "FarAway_IsNotBusy")]
    [TestCase(1, 2, 300, ExpectedResult = 5, TestName = "OneStall_SaysNothingAboutTheNext")]
    [TestCase(1, 2, 300, 200, ExpectedResult = 199, TestName = "BusyBroker_GetsLargerBatches")]
    [TestCase(40, 300, 200, ExpectedResult = 160, TestName = "BusyBrokerFarAway_GetsLargerBatches_ByItsWaitingOnly")]
    [TestCase(1, 300, 200, 3, ExpectedResult = 5, TestName = "BusyNoMore")]
    public long FollowingMs(params long[] answers) => After(answers).FollowingMs;

    [TestCase(ExpectedResult = 0, TestName = "NothingIsKnown_NothingLingers")]
    [TestCase(120, 121, 125, 138, ExpectedResult = 0, TestName = "FarAway_NothingLingers")]
    [TestCase(1, 20, 18, 20, ExpectedResult = 0, TestName = "AlmostBusy_NothingLingers")]
    [TestCase(1, 2, 300, ExpectedResult = 0, TestName = "OneStall_NothingLingers")]
    [TestCase(1, 2, 300, 300, ExpectedResult = 5, TestName = "Busy_BeginsToLinger")]
    [TestCase(1, 2, 300, 300, 22, 60, ExpectedResult = 7, TestName = "StillBusy_LingersLonger")]
    [TestCase(1, 2, 300, 300, 22, 60, 3, ExpectedResult = 7, TestName = "BusyNoMore_LingersAlmostAsLong")]
    public long LingerMs(params long[] answers) => After(answers).LingerMs;

    [Test]
    public void Lingering_HasAnEnd_HoweverBusyTheBroker()
    {
        var times = After(1);
        for (int i = 0; i < 100; i++)
        {
            times.Add(10_000, wasAlone: false, isBufferFull: false);
        }

        Assert.That(times.LingerMs, Is.EqualTo(MostLingerMs));
    }

    [Test]
    public void Lingering_Ends_OnceTheBrokerIsBusyNoMore()
    {
        var times = After(1, 300, 300, 300, 300, 300);
        for (int i = 0; i < 20; i++)
        {
            times.Add(3, wasAlone: false, isBufferFull: false);
        }

        Assert.That(times.LingerMs, Is.Zero);
    }

    // A buffer that lingering fills is one whose producer could send more.
    [Test]
    public void Lingering_Shrinks_WhileTheBufferIsFull_HoweverBusyTheBroker()
    {
        var times = After(1, 300, 300, 300, 300, 300);
        long lingerMs = times.LingerMs;

        times.Add(300, wasAlone: false, isBufferFull: true);
        Assert.That(times.LingerMs, Is.InRange(1, lingerMs - 1));
    }

    // A disk of another kind, a way that is longer: nothing else of the producer was under way that could have been waited for.
    [Test]
    public void BrokerThatBecameSlowForGood_IsNotBusy()
    {
        var times = After(1, 2, 1);
        for (int i = 0; i < 50; i++)
        {
            times.Add(80, wasAlone: true, isBufferFull: false);
        }

        Assert.That((times.FollowingMs, times.LingerMs), Is.EqualTo((5, 0)));
    }

    private static AnswerTimes After(params long[] answers)
    {
        var times = new AnswerTimes();
        foreach (long afterMs in answers)
        {
            times.Add(afterMs, wasAlone: false, isBufferFull: false);
        }

        return times;
    }
}
