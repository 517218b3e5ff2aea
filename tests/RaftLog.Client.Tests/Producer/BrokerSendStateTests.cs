namespace RaftLog.Client.Tests;

/// <summary>What of how long a broker takes matters for the next batch to it.</summary>
public sealed class BrokerSendStateTests
{
    [Test]
    public void NothingUnderWay_NothingWaits([Values] bool isBehindAnother) =>
        Assert.That(Busy(requests: 0).GrowthMs(isBehindAnother), Is.Zero);

    // Twenty thousand records a second went in as many batches, each as dear as one of a thousand, and queued on brokers that had no time left.
    [Test]
    public void BatchBehindAnother_GrowsForAWhile() => Assert.That(Idle().GrowthMs(isBehindAnother: true), Is.EqualTo(5));

    [Test]
    public void BatchBehindNone_GoesAtOnce_ToABrokerThatIsNotBusy() => Assert.That(Idle().GrowthMs(isBehindAnother: false), Is.Zero);

    [TestCase(true, ExpectedResult = 99)]
    [TestCase(false, ExpectedResult = 5)]
    public long AnyBatch_Grows_BeforeABusyBroker(bool isBehindAnother) => Busy(requests: 1).GrowthMs(isBehindAnother);

    private static BrokerSendState Idle()
    {
        var broker = new BrokerSendState(1);
        broker.InFlight.Add(new InFlightProduce([], 0, IsAlone: true));
        return broker;
    }

    private static BrokerSendState Busy(int requests)
    {
        var broker = new BrokerSendState(1);
        foreach (long afterMs in new[] { 1, 100, 100 })
        {
            broker.Answers.Add(afterMs, wasAlone: false, isBufferFull: false);
        }

        broker.InFlight.AddRange(Enumerable.Range(0, requests).Select(_ => new InFlightProduce([], 0, IsAlone: true)));
        return broker;
    }
}
