using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Group commit: one flush for everything that waited for it.</summary>
public sealed class LogFlusherTests
{
    private TestStorage _storage = null!;

    [SetUp]
    public void CreateStorage() => _storage = new TestStorage();

    [Test]
    public void FlushOnce_FlushesEachDirtyFileOnce_HoweverManyAppendsWait()
    {
        PartitionLog[] logs = [.. Enumerable.Range(0, 5).Select(i => _storage.Open(path: $"/data/{i}"))];
        Warm(logs);
        for (int turn = 0; turn < 10; turn++)
        {
            foreach (PartitionLog log in logs)
            {
                log.AppendBatch();
                log.WritePending();
            }
        }

        Assert.That(_storage.Flusher.FlushOnce(), Is.EqualTo(5));

        Assert.That(_storage.Faults.Calls.Count(call => call.Operation == "flush"), Is.EqualTo(5));
        Assert.That(_storage.Listener.Logs, Is.EquivalentTo(logs.Select(log => (log, new LogIndex(11), new Term(1)))));
    }

    [Test]
    public void Append_DuringAFlush_WaitsForTheNextOne()
    {
        PartitionLog log = _storage.Open();
        Warm([log]);
        log.AppendBatch();
        log.WritePending();
        bool appended = false;
        _storage.Faults.Before = (operation, _) =>
        {
            if (operation == "flush" && !appended)
            {
                appended = true;
                log.AppendBatch();
                log.WritePending();
            }
        };

        _storage.Flusher.FlushOnce();
        Assert.That(_storage.Listener.PersistedIndexOf(log), Is.EqualTo(new LogIndex(2)), "It was reported without a flush of its own.");

        _storage.Flusher.FlushOnce();
        Assert.That(_storage.Listener.PersistedIndexOf(log), Is.EqualTo(new LogIndex(3)));
    }

    [Test]
    public void IntervalFlush_CountsAsPersistedAtTheWrite_AndFlushesWhenTheTimeHasCome()
    {
        PartitionLog log = _storage.Open(new PartitionLogOptions { Flush = FlushMode.Interval, FlushInterval = TimeSpan.FromSeconds(1) });
        log.AppendBatch();
        Assert.That(log.WritePending(), Is.EqualTo(new WriteOutcome(new LogIndex(1), new Term(1), IsPersisted: true)));
        _storage.Time.Advance(TimeSpan.FromMilliseconds(600));
        log.AppendBatch();
        log.WritePending();

        Assert.That(_storage.Flusher.FlushOnce(), Is.Zero);
        Assert.That(_storage.Flusher.QueueDue(), Is.EqualTo(TimeSpan.FromMilliseconds(400)), "A later write put the flush off.");
        _storage.Time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.That(_storage.Flusher.FlushOnce(), Is.EqualTo(1));
        Assert.That(_storage.Flusher.QueueDue(), Is.Null);
    }

    [Test]
    public void IntervalFlush_DoesNotWait_OfALogThatIsWrittenToMuch()
    {
        PartitionLog log = _storage.Open(new PartitionLogOptions { Flush = FlushMode.Interval, FlushInterval = TimeSpan.FromSeconds(1) });
        for (int i = 0; i < 15; i++)
        {
            log.AppendBatch(valueBytes: 1024 * 1024);
            log.WritePending();
        }

        Assert.That(_storage.Flusher.FlushOnce(), Is.Zero);
        log.AppendBatch(valueBytes: 1024 * 1024);
        log.WritePending();

        Assert.That(_storage.Flusher.FlushOnce(), Is.EqualTo(1));
        Assert.That(_storage.Listener.PersistedIndexOf(log), Is.EqualTo(new LogIndex(16)));
    }

    [Test]
    public void Flush_MakesTheNameOfANewSegmentDurable()
    {
        PartitionLog log = _storage.Open();
        log.AppendBatch();
        log.WritePending();
        log.Roll();
        log.AppendBatch();
        log.WritePending();
        _storage.Flusher.FlushOnce();

        _storage.LosePower();

        Assert.That(_storage.Open().LastIndex, Is.EqualTo(new LogIndex(2)));
    }

    [Test]
    public void Flush_OfAClosedLog_DoesNothing()
    {
        PartitionLog log = _storage.Open();
        log.AppendBatch();
        log.WritePending();
        log.Dispose();

        _storage.Flusher.FlushOnce();

        Assert.That(_storage.Listener.Logs, Is.Empty);
    }

    // The first flush of a segment also makes its names durable.
    private void Warm(PartitionLog[] logs)
    {
        foreach (PartitionLog log in logs)
        {
            log.AppendBatch();
            log.WritePending();
        }

        _storage.Flusher.FlushOnce();
        _storage.Faults.Calls.Clear();
        _storage.Listener.Logs.Clear();
    }
}
