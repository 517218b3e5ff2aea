namespace RaftLog.Replication.Tests.Snapshots;

/// <summary>How fast a broker sends to replicas that are far behind.</summary>
public sealed class RecoveryRateTests
{
    [Test]
    public void WhatIsTaken_IsPaidWithTime()
    {
        var rate = new RecoveryRate(bytesPerSecond: 1_000);

        rate.Take(500, nowMs: 10_000);

        Assert.That((rate.IsOpen(10_300), rate.IsOpen(10_400)), Is.EqualTo((false, true)), "100 ms were saved up.");
    }

    [Test]
    public void NoLimit_IsAlwaysOpen()
    {
        var rate = new RecoveryRate(bytesPerSecond: 0);

        rate.Take(long.MaxValue / 2_000, nowMs: 0);

        Assert.That(rate.IsOpen(0), Is.True);
    }

    [Test]
    public void Change_HoldsForWhatIsTakenNext()
    {
        var rate = new RecoveryRate(bytesPerSecond: 0);

        rate.Change(1_000);
        rate.Take(500, nowMs: 10_000);
        bool isOpen = rate.IsOpen(10_000);
        rate.Change(0);

        Assert.That((isOpen, rate.IsOpen(10_000)), Is.EqualTo((false, true)));
    }
}
