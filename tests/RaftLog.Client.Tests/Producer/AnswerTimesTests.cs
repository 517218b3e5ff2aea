namespace RaftLog.Client.Tests;

/// <summary>How long a batch may grow behind another, by how long the broker takes.</summary>
public sealed class AnswerTimesTests
{
    [TestCase(ExpectedResult = 5, TestName = "NothingIsKnown")]
    [TestCase(400, ExpectedResult = 5, TestName = "OneAnswer_IsItsOwnLeast")]
    [TestCase(120, 121, 120, ExpectedResult = 5, TestName = "FarAway_IsNotBusy")]
    [TestCase(1, 2, 300, ExpectedResult = 5, TestName = "OneStall_SaysNothingAboutTheNext")]
    [TestCase(1, 2, 300, 200, ExpectedResult = 199, TestName = "BusyBroker_GetsLargerBatches")]
    [TestCase(40, 300, 200, ExpectedResult = 160, TestName = "BusyBrokerFarAway_GetsLargerBatches_ByItsWaitingOnly")]
    [TestCase(1, 300, 200, 3, ExpectedResult = 5, TestName = "BusyNoMore")]
    public long FollowingMs(params long[] answers)
    {
        var times = new AnswerTimes();
        foreach (long afterMs in answers)
        {
            times.Add(afterMs);
        }

        return times.FollowingMs;
    }
}
