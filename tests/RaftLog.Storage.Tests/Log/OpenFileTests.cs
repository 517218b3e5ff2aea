using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A log of many segments keeps few files open, and reads as well with closed ones.</summary>
public sealed class OpenFileTests
{
    [Test]
    public void Reading_ManySegments_KeepsNoMoreFilesOpenThanAllowed()
    {
        var storage = new TestStorage(cacheBytes: 0);
        var context = new StorageContext(storage.Disk, storage.Flusher, storage.Cache, openSegmentFiles: 3);
        using var log = PartitionLog.Open(context, TestStorage.LogPath, ReplicaOnDisk.Options);
        for (int i = 0; i < 200; i++)
        {
            log.AppendBatch(records: 2, valueBytes: 100);
            log.WritePending();
        }

        storage.Flusher.FlushOnce();
        Assert.That(log.Segments, Has.Length.GreaterThan(10));

        for (int round = 0; round < 3; round++)
        {
            Assert.That(log.AllFrames(new LogIndex(1)), Has.Count.EqualTo(200));
            Assert.That(context.OpenFiles.Count, Is.LessThanOrEqualTo(4));
        }
    }

    [Test]
    public void SegmentWithUnflushedBytes_StaysOpen_WhateverTheLimit()
    {
        var storage = new TestStorage();
        var budget = new OpenFileBudget(1);
        var pinned = File(storage, budget, "/data/a");
        pinned.TryLease()!.Value.Dispose();
        pinned.Pin();
        for (int i = 0; i < 5; i++)
        {
            File(storage, budget, $"/data/b{i}").TryLease()!.Value.Dispose();
        }

        Assert.That(pinned.TryClose(), Is.False);
        pinned.Unpin();
        Assert.That(pinned.TryClose(), Is.True);
        using SegmentFile.Lease reopened = pinned.TryLease()!.Value;
        Assert.That(reopened.File.Length, Is.Zero);
    }

    private static SegmentFile File(TestStorage storage, OpenFileBudget budget, string path)
    {
        storage.Disk.ReplaceDurably(path, []);
        return new SegmentFile(storage.Disk, path, budget);
    }
}
