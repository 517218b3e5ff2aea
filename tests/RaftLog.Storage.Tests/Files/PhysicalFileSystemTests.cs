using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>The machine's file system behaves as the seam says; the rest is tested in memory.</summary>
public sealed class PhysicalFileSystemTests
{
    private readonly PhysicalFileSystem _disk = new();
    private string _directory = null!;

    [SetUp]
    public void CreateDirectory() => _directory = System.IO.Directory.CreateTempSubdirectory("raftlog-storage-").FullName;

    [TearDown]
    public void DeleteDirectory() => System.IO.Directory.Delete(_directory, recursive: true);

    [Test]
    public void File_ReadsBack_WhatWasGathered()
    {
        string path = Path.Combine(_directory, "a");
        using (IFile file = _disk.Open(path, FileOpenMode.OpenOrCreate))
        {
            file.Write(0, [new byte[] { 1, 2 }, new byte[] { 3 }]);
            file.Write(3, [4]);
            file.Flush();
            file.SetLength(3);
        }

        Assert.That(_disk.ReadAllBytes(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Names_CanBeReplacedListedAndDeleted()
    {
        _disk.CreateDirectoryDurably(Path.Combine(_directory, "x", "y"));
        _disk.ReplaceDurably(Path.Combine(_directory, "a"), [1]);
        _disk.ReplaceDurably(Path.Combine(_directory, "b"), [2]);
        _disk.Rename(Path.Combine(_directory, "b"), Path.Combine(_directory, "a"));
        _disk.FlushDirectory(_directory);

        Assert.That(_disk.EnumerateFiles(_directory), Is.EqualTo(new[] { "a" }));
        Assert.That(_disk.EnumerateDirectories(_directory), Is.EqualTo(new[] { "x" }));
        Assert.That(_disk.ReadAllBytes(Path.Combine(_directory, "a")), Is.EqualTo(new byte[] { 2 }));
        _disk.DeleteFile(Path.Combine(_directory, "none"));
        _disk.DeleteDirectory(Path.Combine(_directory, "x"));
        Assert.That(_disk.DirectoryExists(Path.Combine(_directory, "x")), Is.False);
        Assert.That(_disk.FreeSpace(_directory), Is.Positive);
    }

    [Test]
    public void Lock_IsHeldByOneOwner()
    {
        string path = Path.Combine(_directory, "lock");
        using (IDisposable? first = _disk.TryLock(path))
        {
            Assert.That(first, Is.Not.Null);
            Assert.That(_disk.TryLock(path), Is.Null);
        }

        using IDisposable? again = _disk.TryLock(path);
        Assert.That(again, Is.Not.Null);
    }

    [Test]
    public void FlushDirectory_Fails_WhenItIsMissing() =>
        Assert.That(() => _disk.FlushDirectory(Path.Combine(_directory, "none")), Throws.InstanceOf<IOException>());

    [Test]
    public void Log_SurvivesCloseAndReopen_OnTheRealDisk()
    {
        var flusher = new LogFlusher(new RecordingListener(), TimeProvider.System);
        var storage = new StorageContext(_disk, flusher, new TailCacheBudget(1 << 20));
        var options = new PartitionLogOptions { SegmentBytes = 4096, IndexIntervalBytes = 256 };
        string path = Path.Combine(_directory, "log");
        List<byte[]> written;
        using (var log = PartitionLog.Open(storage, path, options))
        {
            for (int i = 0; i < 100; i++)
            {
                log.AppendBatch(records: 3);
            }

            log.WritePending();
            flusher.FlushOnce();
            written = log.AllFrames(log.FirstIndex);
        }

        using var reopened = PartitionLog.Open(storage, path, options);
        Assert.That(reopened.AllFrames(new LogIndex(1)), Is.EqualTo(written));
        Assert.That(reopened.LogEndOffset, Is.EqualTo(new Offset(300)));
    }

    [Test]
    public void DroppedBeginning_StaysAway_OnTheRealDisk()
    {
        var flusher = new LogFlusher(new RecordingListener(), TimeProvider.System);
        var storage = new StorageContext(_disk, flusher, new TailCacheBudget(1 << 20));
        var options = new PartitionLogOptions { SegmentBytes = 4096, IndexIntervalBytes = 256 };
        string path = Path.Combine(_directory, "log");
        LogIndex first;
        using (var log = PartitionLog.Open(storage, path, options))
        {
            for (int i = 0; i < 100; i++)
            {
                log.AppendBatch(records: 3);
            }

            log.WritePending();
            log.AdvanceLogStart(new Offset(200));
            first = log.FirstIndexAfterDrop(log.LastIndex);
            Assert.That(log.TryDropPrefix(first, log.LastIndex, ReadOnlyMemory<byte>.Empty), Is.True);
        }

        using var reopened = PartitionLog.Open(storage, path, options);
        Assert.That((reopened.FirstIndex, reopened.LogStartOffset, reopened.LogEndOffset), Is.EqualTo((first, new Offset(200), new Offset(300))));
        Assert.That(_disk.EnumerateFiles(path).Count(name => name.EndsWith(".log", StringComparison.Ordinal)), Is.EqualTo(reopened.DescribeSegments().Length));
    }

    [Test]
    public void FlusherThreads_FlushWhatIsMarked_WithoutBeingAsked()
    {
        using var persisted = new ManualResetEventSlim();
        var flusher = new LogFlusher(new SignalListener(persisted), TimeProvider.System);
        using var threads = new FlusherThreads(flusher, 2);
        using var log = PartitionLog.Open(new StorageContext(_disk, flusher, new TailCacheBudget(0)), Path.Combine(_directory, "log"), new());
        log.AppendBatch();
        log.WritePending();

        Assert.That(persisted.Wait(TimeSpan.FromSeconds(30)), Is.True);
    }

    private sealed class SignalListener(ManualResetEventSlim persisted) : IFlushListener
    {
        public void LogPersisted(PartitionLog log, LogIndex upTo, Term term) => persisted.Set();

        public void LogFailed(PartitionLog log, LogOfflineException failure)
        {
        }

        public void HardStatePersisted(GroupId group, StoredHardState state)
        {
        }

        public void HardStateFailed(HardStateStore store, LogOfflineException failure)
        {
        }
    }
}
