using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A failed write or flush takes the log offline; opening it again repairs what the failure left.</summary>
public sealed class OfflineTests
{
    private TestStorage _storage = null!;
    private PartitionLog _log = null!;

    [SetUp]
    public void OpenLog()
    {
        _storage = new TestStorage();
        _log = _storage.Open();
        _log.AppendBatch();
        _log.WritePending();
        _storage.Flusher.FlushOnce();
    }

    [TearDown]
    public void CloseLog() => _log.Dispose();

    [Test]
    public void Write_ThatFails_TakesTheLogOffline_AndNamesTheFile()
    {
        FailOn("write", "No space left on device");
        _log.AppendBatch();

        LogOfflineException? failure = Assert.Throws<LogOfflineException>(() => _log.WritePending());

        Assert.That(failure!.Message, Does.Contain("No space left on device").And.Contain(".log"));
        Assert.That(failure.File, Is.EqualTo(_storage.Files(".log")[0]));
        Assert.That(_log.Failure, Is.SameAs(failure));
    }

    [Test]
    public void OfflineLog_TakesNothingMore_EvenWhenTheDiskHasRecovered()
    {
        FailOn("write", "I/O error");
        _log.AppendBatch();
        Assert.Throws<LogOfflineException>(() => _log.WritePending());
        _storage.Faults.Before = static (_, _) => { };

        Assert.Throws<LogOfflineException>(() => _log.AppendBatch());
        Assert.Throws<LogOfflineException>(() => _log.WritePending());
        Assert.Throws<LogOfflineException>(() => _log.TruncateFrom(new LogIndex(1)));
        Assert.That(_log.Fetch(Offset.Zero, new Offset(1)), Is.Not.Empty, "What is committed can still be read.");
    }

    [Test]
    public void Flush_ThatFails_IsReportedOnce_AndNothingIsReportedAsPersisted()
    {
        _storage.Listener.Logs.Clear();
        FailOn("flush", "I/O error");
        _log.AppendBatch();
        _log.WritePending();
        _storage.Flusher.FlushOnce();
        _storage.Faults.Before = static (_, _) => { };
        _storage.Flusher.FlushOnce();

        Assert.That(_storage.Listener.Failures, Has.Count.EqualTo(1));
        Assert.That(_storage.Listener.Logs, Is.Empty);
        Assert.Throws<LogOfflineException>(() => _log.AppendBatch());
    }

    [Test]
    public void NewSegment_ThatCannotBeCreated_TakesTheLogOffline()
    {
        _storage.Faults.Before = static (operation, path) =>
        {
            if (operation == "open" && path.EndsWith("00002.log", StringComparison.Ordinal))
            {
                throw new IOException("Too many open files");
            }
        };

        Assert.That(() => _log.Roll(), Throws.InstanceOf<LogOfflineException>().With.Message.Contains("create"));
    }

    [Test]
    public void PartialWrite_OnAFullDisk_IsCutOnReopen()
    {
        // Room for the segment, its index and a part of the large frame.
        var storage = new TestStorage(capacityBytes: 96 * 1024);
        PartitionLog log = storage.Open();
        log.AppendBatch();
        log.WritePending();
        storage.Flusher.FlushOnce();
        log.AppendBatch(valueBytes: 200_000);
        Assert.That(() => log.WritePending(), Throws.InstanceOf<LogOfflineException>().With.Message.Contains("No space left"));
        log.Dispose();
        Assert.That(storage.Disk.ReadAllBytes(storage.Files(".log")[0]), Has.Length.GreaterThan(10_000), "Nothing was written: the test shows nothing.");

        storage.Restart();
        using PartitionLog reopened = storage.Open();
        Assert.That(reopened.LastIndex, Is.EqualTo(new LogIndex(1)));
        reopened.AppendBatch();
        reopened.WritePending();
        storage.Flusher.FlushOnce();
        Assert.That(storage.Listener.PersistedIndexOf(reopened), Is.EqualTo(new LogIndex(2)));
    }

    private void FailOn(string operation, string message) => _storage.Faults.Before = (called, path) =>
    {
        if (called == operation && path.EndsWith(".log", StringComparison.Ordinal))
        {
            throw new IOException($"{message} : '{path}'");
        }
    };
}
