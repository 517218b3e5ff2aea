using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>The bounded queue in front of a shard, and the promise that nobody who was let in is forgotten.</summary>
public sealed class MailboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public void TryPost_Refuses_BeyondTheItems_AndAgainAccepts_OnceSomethingWasTaken()
    {
        using var mailbox = new Mailbox(maxItems: 2, maxBytes: 1_000);
        Assert.That(mailbox.TryPost(Letter(1)), Is.True);
        Assert.That(mailbox.TryPost(Letter(1)), Is.True);
        Assert.That(mailbox.TryPost(Letter(1)), Is.False);

        Assert.That(mailbox.TryTake(out _), Is.True);

        Assert.That(mailbox.TryPost(Letter(1)), Is.True);
    }

    [Test]
    public void TryPost_Refuses_BeyondTheBytes_WithoutCountingWhatItRefused()
    {
        using var mailbox = new Mailbox(maxItems: 10, maxBytes: 100);

        Assert.That(mailbox.TryPost(Letter(101)), Is.False);
        Assert.That(mailbox.TryPost(Letter(100)), Is.True);
    }

    [Test]
    public void Post_IsNeverRefused()
    {
        using var mailbox = new Mailbox(maxItems: 1, maxBytes: 1);
        mailbox.TryPost(Letter(1));

        mailbox.Post(Letter(0));

        Assert.That(mailbox.TryTake(out _) && mailbox.TryTake(out _), Is.True);
    }

    [Test]
    public void WaitForMail_ReturnsAtOnce_WhenMailCameBefore()
    {
        using var mailbox = new Mailbox(maxItems: 10, maxBytes: 100);
        mailbox.Post(Letter(0));

        mailbox.WaitForMail(Timeout.InfiniteTimeSpan);

        Assert.That(mailbox.IsEmpty, Is.False);
    }

    /// <summary>
    /// Four threads post into a box that is mostly full, against one that sleeps whenever it is empty. Were one wake-up swallowed, the reader
    /// would sleep for ever and the posters would be refused for ever.
    /// </summary>
    [Test]
    public async Task FullMailbox_NeverSwallowsAWakeUp()
    {
        const int Posters = 4;
        const int PerPoster = 50_000;
        using var mailbox = new Mailbox(maxItems: 3, maxBytes: 1_000);
        int taken = 0;
        Task reader = Task.Factory.StartNew(
            () =>
            {
                while (taken < Posters * PerPoster)
                {
                    while (mailbox.TryTake(out _))
                    {
                        taken++;
                    }

                    if (taken < Posters * PerPoster)
                    {
                        mailbox.WaitForMail(Timeout.InfiniteTimeSpan);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Task[] posters = [.. Enumerable.Range(0, Posters).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < PerPoster; i++)
                {
                    var spin = new SpinWait();
                    while (!mailbox.TryPost(Letter(1)))
                    {
                        // Sleeps of a millisecond would make it a test of the clock on a machine that has other work.
                        spin.SpinOnce(sleep1Threshold: -1);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];

        var all = Task.WhenAll([.. posters, reader]);
        while (!all.IsCompleted)
        {
            int before = Volatile.Read(ref taken);
            await Task.WhenAny(all, Task.Delay(Patience));
            Assert.That(all.IsCompleted || Volatile.Read(ref taken) > before, Is.True, "Nobody gets on: a wake-up was swallowed.");
        }

        await all;

        Assert.That(taken, Is.EqualTo(Posters * PerPoster));
    }

    private static Mail Letter(int bytes) => new(MailKind.PeerConnected, Group: null, Bytes: bytes, Replica: ReplicaId.None);
}
