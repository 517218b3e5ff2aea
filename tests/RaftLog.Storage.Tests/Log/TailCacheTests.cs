using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>The newest frames are served from memory, within one budget for all logs.</summary>
public sealed class TailCacheTests
{
    [Test]
    public void Reads_TouchNoFile_WhenTheyKeepUp()
    {
        var storage = new TestStorage();
        using PartitionLog log = storage.Open();
        for (int i = 0; i < 300; i++)
        {
            log.AppendBatch();
        }

        log.WritePending();
        storage.Faults.Calls.Clear();

        Assert.That(log.AllFrames(new LogIndex(1)), Has.Count.EqualTo(300));
        Assert.That(log.Fetch(new Offset(17), new Offset(300)), Is.Not.Empty);
        Assert.That(log.EndOffsetAt(new LogIndex(100)), Is.EqualTo(new Offset(100)));
        Assert.That(log.LastIndexWithin(new LogIndex(1), 1 << 20, out _), Is.EqualTo(new LogIndex(300)));
        Assert.That(storage.Faults.Calls, Is.Empty);
    }

    [Test]
    public void Append_IsReadableBeforeItIsWritten()
    {
        var storage = new TestStorage(cacheBytes: 0);
        using PartitionLog log = storage.Open();
        log.AppendBatch();
        storage.Faults.Calls.Clear();

        Assert.That(log.AllFrames(new LogIndex(1)), Has.Count.EqualTo(1));
        Assert.That(storage.Faults.Calls, Is.Empty);
    }

    [Test]
    public void ReadBatches_TellsHowMuchWasNotInMemory()
    {
        var storage = new TestStorage(cacheBytes: 20_000);
        using PartitionLog log = storage.Open();
        for (int i = 0; i < 200; i++)
        {
            log.AppendBatch(valueBytes: 500);
            log.WritePending();
        }

        using var slices = new LogSlices();
        BatchRange old = log.ReadBatches(Offset.Zero, new Offset(200), 1, atLeastOne: true, slices);
        BatchRange latest = log.ReadBatches(new Offset(199), new Offset(200), 1, atLeastOne: true, slices);
        BatchRange all = log.ReadBatches(Offset.Zero, new Offset(200), 1 << 20, atLeastOne: true, slices);

        Assert.That((old.FileBytes, latest.FileBytes), Is.EqualTo((old.Bytes, 0L)));
        Assert.That(all.FileBytes, Is.InRange(all.Bytes - 20_000, all.Bytes));
        Assert.That(storage.Cache.AddedBytes, Is.GreaterThan(all.Bytes), "what is evicted stays counted");
    }

    [Test]
    public void Budget_HoldsOverAllLogs()
    {
        var storage = new TestStorage(cacheBytes: 20_000);
        using PartitionLog slow = storage.Open(path: "/data/slow");
        using PartitionLog fast = storage.Open(path: "/data/fast");
        for (int i = 0; i < 50; i++)
        {
            slow.AppendBatch(valueBytes: 500);
            slow.WritePending();
        }

        for (int i = 0; i < 200; i++)
        {
            fast.AppendBatch(valueBytes: 500);
            fast.WritePending();
        }

        Assert.That(storage.Cache.UsedBytes, Is.LessThanOrEqualTo(20_000));
        Assert.That(slow.AllFrames(new LogIndex(1)), Has.Count.EqualTo(50));
        Assert.That(fast.AllFrames(new LogIndex(1)), Has.Count.EqualTo(200));
    }

    [Test]
    public void Slices_StayValid_WhenTheirFramesAreEvictedAndTruncated()
    {
        var storage = new TestStorage(cacheBytes: 5000);
        using PartitionLog log = storage.Open();
        log.AppendBatch(valueBytes: 1000, timestampMs: 42);
        log.WritePending();
        using var slices = new LogSlices();
        log.ReadBatches(Offset.Zero, new Offset(1), 10_000, true, slices);
        byte[] before = slices[0].Memory.ToArray();
        for (int i = 0; i < 100; i++)
        {
            log.AppendBatch(valueBytes: 1000);
            log.WritePending();
        }

        log.TruncateFrom(new LogIndex(1));

        Assert.That(slices[0].Memory.ToArray(), Is.EqualTo(before));
    }

    [Test]
    public void WritePending_WritesTheBatchesOfATurn_WithOneWrite([Values] FlushMode flush)
    {
        var storage = new TestStorage();
        using PartitionLog log = storage.Open(new PartitionLogOptions { Flush = flush });
        log.AppendBatch();
        log.WritePending(); // Zeros for the others as well, where each turn is flushed.
        storage.Faults.Calls.Clear();
        for (int i = 0; i < 20; i++)
        {
            log.AppendBatch();
        }

        log.WritePending();

        Assert.That(storage.Faults.Calls.Count(call => call.Operation == "write"), Is.EqualTo(1));
    }

    [Test]
    public void Append_OfAFollower_KeepsTheLeadersBytes()
    {
        var storage = new TestStorage();
        using PartitionLog leader = storage.Open(path: "/data/leader");
        using PartitionLog follower = storage.Open(path: "/data/follower");
        for (int i = 0; i < 10; i++)
        {
            leader.AppendBatch(records: 2);
        }

        byte[] frames = [.. leader.AllFrames(new LogIndex(1)).SelectMany(frame => frame)];
        PooledBuffer received = PooledBuffer.Rent(frames.Length + 5);
        frames.CopyTo(received.Span[5..]);
        follower.Append(received, 5, frames.Length);
        follower.WritePending();

        Assert.That(follower.AllFrames(new LogIndex(1)), Is.EqualTo(leader.AllFrames(new LogIndex(1))));
        Assert.That(follower.LogEndOffset, Is.EqualTo(new Offset(20)));
    }
}
