namespace RaftLog.Replication.Tests;

public sealed class DelayedSetTests
{
    private readonly object _one = new();
    private readonly object _other = new();

    [Test]
    public void NobodyIsDue_BeforeTheDelayOfTheFirst_HoweverOftenOneLooks()
    {
        var set = new DelayedSet<object>(delayMs: 5);
        set.Add(_one, nowMs: 100);
        set.Add(_other, nowMs: 103);
        set.Add(_one, nowMs: 104);

        Assert.That(set.DueMs, Is.EqualTo(105));
        Assert.That(set.TakeDue(100), Is.Empty);
        Assert.That(set.TakeDue(104), Is.Empty);
        Assert.That(set.TakeDue(105), Is.EquivalentTo(new[] { _one, _other }));
        Assert.That(set.TakeDue(200), Is.Empty);
        Assert.That(set.DueMs, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void WhoIsAddedWhileTheOthersAreServed_WaitsAnew()
    {
        var set = new DelayedSet<object>(delayMs: 5);
        set.Add(_one, nowMs: 100);

        foreach (object due in set.TakeDue(105))
        {
            set.Add(due, nowMs: 105);
        }

        Assert.That(set.TakeDue(109), Is.Empty);
        Assert.That(set.TakeDue(110), Is.EqualTo(new[] { _one }));
    }

    [Test]
    public void WhoIsForgotten_IsNotServed()
    {
        var set = new DelayedSet<object>(delayMs: 5);
        set.Add(_one, nowMs: 100);

        set.Forget(_one);

        Assert.That(set.DueMs, Is.EqualTo(long.MaxValue));
        Assert.That(set.TakeDue(105), Is.Empty);
    }
}
