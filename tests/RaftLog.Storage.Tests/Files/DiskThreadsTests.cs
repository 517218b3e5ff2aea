namespace RaftLog.Storage.Tests;

/// <summary>Work on many files at once.</summary>
public sealed class DiskThreadsTests
{
    private static readonly int[] Items = [.. Enumerable.Range(0, 100)];

    [Test]
    public void OneThread_DoesEverythingInOrder_OnTheCallers()
    {
        var done = new List<(int Item, int Thread)>();

        new DiskThreads(1).ForEach(Items, item => done.Add((item, Environment.CurrentManagedThreadId)));

        Assert.That(done, Is.EqualTo(Items.Select(item => (item, Environment.CurrentManagedThreadId))));
    }

    [Test]
    public void Threads_WorkAtTheSameTime()
    {
        using var met = new Barrier(4);

        new DiskThreads(4).ForEach([1, 2, 3, 4], _ => met.SignalAndWait());

        Assert.That(met.CurrentPhaseNumber, Is.EqualTo(1));
    }

    [Test]
    public void WhatTheDiskRefuses_IsTold_AndTheOthersAreDone([Values(1, 4)] int threads)
    {
        int done = 0;

        var failures = new DiskThreads(threads).ForEach(Items, item =>
        {
            if (item % 10 == 0)
            {
                throw new IOException($"{item}");
            }

            Interlocked.Increment(ref done);
        });

        Assert.That(done, Is.EqualTo(90));
        Assert.That(failures.Select(failure => failure?.Message), Is.EqualTo(Items.Select(item => item % 10 == 0 ? $"{item}" : null)));
    }

    [Test]
    public void Defect_IsThrown_OnceTheOthersAreDone([Values(1, 4)] int threads)
    {
        int done = 0;

        Assert.That(() => new DiskThreads(threads).ForEach(Items, FailAtFive), Throws.InvalidOperationException);
        Assert.That(done, Is.EqualTo(99));

        void FailAtFive(int item)
        {
            if (item == 5)
            {
                throw new InvalidOperationException();
            }

            Interlocked.Increment(ref done);
        }
    }
}
