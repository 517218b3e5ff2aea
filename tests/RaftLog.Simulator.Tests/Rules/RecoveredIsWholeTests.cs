using RaftLog.Model;
using RaftLog.Simulator.Checks.Durability;
using RaftLog.Simulator.Disk;
using RaftLog.Simulator.Faults.Disk;
using RaftLog.Simulator.Machine;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.Simulator.Tests.Rules;

/// <summary>What a broker must not take for good when it starts.</summary>
public sealed class RecoveredIsWholeTests
{
    private const string Directory = "/data/log";

    [Test]
    public void FrameOfTheUnsealedEnd_WhoseChecksumIsWrong_IsSeen()
    {
        var disk = DiskWithEntries(3);
        string path = DiskSurgery.LogFiles(disk.Files).Single(file => file.EndsWith(".log", StringComparison.Ordinal));
        Assert.That(UnsoundFrames.Find(disk.Files, "/data"), Is.Empty);

        long last = DiskSurgery.LengthOf(disk.Files, path) - 1;
        byte[] bytes = DiskSurgery.Read(disk.Files, path, last, 1)!;
        DiskSurgery.Put(disk.Files, path, last, [(byte)(bytes[0] ^ 1)]);

        var found = UnsoundFrames.Find(disk.Files, "/data").Single();
        Assert.That(found.Path, Is.EqualTo(path));
        Assert.That(found.Position + found.Bytes.Length, Is.EqualTo(last + 1));
    }

    [Test]
    public void OpenedLogThatHoldsSuchAFrame_IsAViolation()
    {
        var frame = new UnsoundFrame("/data/log/1.log", 500, [1, 2, 3]);
        string? Check(long length, byte[]? now) => RecoveredIsWhole.Check("orders-0", frame, length, now);

        Assert.That(Check(500, [1, 2, 3]), Is.Null, "cut off");
        Assert.That(Check(503, [1, 2, 4]), Is.Null, "written anew");
        Assert.That(Check(503, null), Is.Null, "another file");
        Assert.That(Check(503, [1, 2, 3]), Does.Contain("whose checksum is wrong: at byte 500"));
    }

    private static SimulatedDisk DiskWithEntries(int count)
    {
        var world = new SimulatedWorld(seed: 1);
        var disk = new SimulatedDisk(world);
        var flusher = new LogFlusher(new NobodyListens(), world.Outside.Time);
        var context = new StorageContext(disk.Mount(world.Outside), flusher, new TailCacheBudget(0));
        using var log = PartitionLog.Open(context, Directory, new PartitionLogOptions());
        for (int i = 0; i < count; i++)
        {
            log.StampAndAppend(FrameBuffer.ForContent([1, 2, 3]), EntryKind.NoOp, new Term(1));
        }

        log.WritePending();
        return disk;
    }
}
