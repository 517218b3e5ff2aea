using RaftLog.Broker.Transactions;

namespace RaftLog.Broker.Tests.Transactions;

public sealed class RetryLaneTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void Lane_TakesOneAtATime()
    {
        var lane = Lane();
        bool before = lane.IsFree;
        lane.Begin();
        bool between = lane.IsFree;
        lane.End(hasSucceeded: true, hasFailed: false);

        Assert.That((before, between, lane.IsFree), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void Failures_AreSpacedFurtherAndFurtherApart_UpToABound()
    {
        var lane = Lane();
        var waits = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            lane.Begin();
            lane.End(hasSucceeded: false, hasFailed: true);
            waits.Add(Math.Round(lane.Wait!.Value.TotalMilliseconds));
            _time.Advance(lane.Wait.Value + TimeSpan.FromMilliseconds(1));
            Assert.That(lane.IsFree, Is.True);
        }

        Assert.That(waits, Is.EqualTo(new[] { 10.0, 20, 40, 50, 50 }));
    }

    [Test]
    public void Success_ShortensThePauseAgain()
    {
        var lane = Lane();
        for (int i = 0; i < 3; i++)
        {
            lane.Begin();
            lane.End(hasSucceeded: i == 2, hasFailed: true);
        }

        Assert.That(Math.Round(lane.Wait!.Value.TotalMilliseconds), Is.EqualTo(10));
    }

    private RetryLane Lane() => new(
        new TransactionCoordinatorOptions { FirstPause = TimeSpan.FromMilliseconds(10), LongestPause = TimeSpan.FromMilliseconds(50) }, _time);
}
