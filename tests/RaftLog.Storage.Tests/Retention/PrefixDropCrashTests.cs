using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>
/// A crash at every single step of a drop: before each operation on the disk the process dies, or the power goes with all that was not flushed,
/// or with any part of it. The next open finds a log that begins as before or behind the drop, whole, with everything that must be known of what went.
/// </summary>
public sealed class PrefixDropCrashTests
{
    private const int Entries = 120;

    private static readonly PartitionLogOptions Options = new() { SegmentBytes = 4096, IndexIntervalBytes = 300 };
    private static readonly byte[] Configuration = [1, 2, 3];

    [Test]
    public void Drop_IsDoneOrNot_WhereverItIsInterrupted([Values] bool losesPower, [Range(0, 7)] int tearing)
    {
        if (!losesPower && tearing > 0)
        {
            return;
        }

        bool reachedTheEnd = false;
        var outcomes = new HashSet<LogIndex>();
        for (int step = 0; !reachedTheEnd; step++)
        {
            Assert.That(step, Is.LessThan(200), "The drop does not end.");
            var storage = new TestStorage();
            LogIndex first = CrashAt(storage, step, out List<byte[]> before, out reachedTheEnd);
            storage.Faults.Before = static (_, _) => { };
            if (losesPower)
            {
                storage.LosePower(tearing == 0 ? null : new Random((step * 100) + tearing));
            }
            else
            {
                storage.Restart();
            }

            outcomes.Add(Check(storage, first, before, step));
        }

        Assert.That(outcomes, Has.Count.EqualTo(2), "Both outcomes must have been seen.");
    }

    // Returns what the log would begin with.
    private static LogIndex CrashAt(TestStorage storage, int step, out List<byte[]> before, out bool reachedTheEnd)
    {
        PartitionLog log = storage.Open(Options);
        for (int i = 0; i < Entries; i++)
        {
            log.StampAndAppend(Batches.IdempotentFrame(producerId: i % 10, 0, i / 10), EntryKind.Data, new Term(1 + (i / 50)));
        }

        log.WritePending();
        storage.Flusher.FlushOnce();
        before = log.AllFrames(new LogIndex(1));
        log.AdvanceLogStart(new Offset(100));
        LogIndex first = log.FirstIndexAfterDrop(log.LastIndex);
        int done = 0;
        storage.Faults.Before = (operation, path) =>
        {
            if (done++ >= step)
            {
                throw new IOException($"The crash came before {operation} of {path}.");
            }
        };
        try
        {
            reachedTheEnd = log.TryDropPrefix(first, log.LastIndex, Configuration);
            log.RemoveLeftovers();
        }
        catch (LogOfflineException)
        {
            reachedTheEnd = false;
        }

        return first;
    }

    private static LogIndex Check(TestStorage storage, LogIndex first, List<byte[]> before, int step)
    {
        using PartitionLog log = storage.Open(Options);
        Assert.That(log.FirstIndex, Is.EqualTo(new LogIndex(1)).Or.EqualTo(first), $"step {step}");
        Assert.That(log.LastIndex, Is.EqualTo(new LogIndex(Entries)), $"step {step}");
        Assert.That(log.AllFrames(log.FirstIndex), Is.EqualTo(before[(int)(log.FirstIndex.Value - 1)..]), $"step {step}");
        Assert.That(log.LogStartOffset, Is.EqualTo(log.FirstIndex == first ? new Offset(100) : Offset.Zero), $"step {step}");
        Assert.That(log.TermAt(log.FirstIndex.Previous()), Is.EqualTo(log.PreviousTerm), $"step {step}");
        for (int producer = 0; producer < 10; producer++)
        {
            ProducerCheckStatus last = log.Producers.Check(Batches.IdempotentHeader(producer, 0, (Entries / 10) - 1)).Status;
            Assert.That(last, Is.EqualTo(ProducerCheckStatus.Duplicate), $"step {step}, producer {producer}");
        }

        Assert.That(storage.Files(".log"), Has.Count.EqualTo(log.DescribeSegments().Length), $"step {step}: a segment was left.");
        Assert.That(storage.Files(".index"), Has.Count.EqualTo(storage.Files(".log").Count), $"step {step}: an index was left.");
        Assert.That(storage.Files(".tmp"), Is.Empty, $"step {step}");
        Assert.That(log.Checkpoint is not null, Is.EqualTo(log.FirstIndex == first), $"step {step}");
        return log.FirstIndex;
    }
}
