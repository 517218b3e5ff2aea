using RaftLog.Broker.Partitions;
using RaftLog.Broker.Tests.Support;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>The waiting of a long poll.</summary>
public sealed class DelayedFetchTests
{
    private readonly ManualTime _time = new();

    [Test]
    public void WakeUp_BetweenLookingAndWaiting_IsNotLost()
    {
        using var fetch = new DelayedFetch(_time, TimeSpan.FromSeconds(1), CancellationToken.None);

        fetch.Wake();

        Assert.That(fetch.WaitAsync().IsCompleted, Is.True);
        Assert.That(fetch.WaitAsync().IsCompleted, Is.False, "one wake-up, one look");
    }

    [Test]
    public void Wait_EndsWithItsTime()
    {
        using var fetch = new DelayedFetch(_time, TimeSpan.FromSeconds(1), CancellationToken.None);
        var waiting = fetch.WaitAsync();

        _time.AdvanceMs(999);
        Assert.That((waiting.IsCompleted, fetch.IsOver), Is.EqualTo((false, false)));
        _time.AdvanceMs(1);

        Assert.That((waiting.IsCompleted, fetch.IsOver), Is.EqualTo((true, true)));
        Assert.That(fetch.WaitAsync().IsCompleted, Is.True);
    }

    [Test]
    public void Wait_EndsWithItsConnection()
    {
        using var aborted = new CancellationTokenSource();
        using var fetch = new DelayedFetch(_time, TimeSpan.FromSeconds(1), aborted.Token);
        var waiting = fetch.WaitAsync();

        aborted.Cancel();

        Assert.That((waiting.IsCompleted, fetch.IsOver), Is.EqualTo((true, true)));
    }
}
