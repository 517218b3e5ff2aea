using RaftLog.Client.Network;

namespace RaftLog.Client.Tests;

public sealed class PollIntervalTests
{
    [Test]
    public void Intervals_BeginWithNone_AndGrowByHalf_UpToATenthOfASecond()
    {
        var interval = new PollInterval();

        Assert.That(Enumerable.Range(0, 11).Select(_ => interval.Next(nowMs: 0)), Is.EqualTo(new[] { 0, 5, 7, 10, 15, 22, 33, 49, 73, 100, 100 }));
    }

    [Test]
    public void Intervals_BeginAnew_AfterASecondOfQuiet()
    {
        var interval = new PollInterval();
        interval.Next(nowMs: 0);

        Assert.That(interval.Next(nowMs: 999), Is.EqualTo(5));
        Assert.That(interval.Next(nowMs: 1_999), Is.Zero);
    }
}
