using RaftLog.Model;
using RaftLog.Simulator.Checks.Durability;
using RaftLog.Simulator.Disk;
using RaftLog.Simulator.Machine;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.Simulator.Tests.Rules;

/// <summary>What of a real log the watcher of a simulated disk takes for durable.</summary>
public sealed class DurableDiskTests
{
    private const string Directory = "/data/log";

    private readonly SimulatedDisk _disk;
    private readonly LogFlusher _flusher;
    private readonly PartitionLog _log;

    public DurableDiskTests()
    {
        var world = new SimulatedWorld(seed: 1);
        _disk = new SimulatedDisk(world);
        _flusher = new LogFlusher(new NobodyListens(), world.Outside.Time);
        var context = new StorageContext(_disk.Mount(world.Outside), _flusher, new TailCacheBudget(0));
        _log = PartitionLog.Open(context, Directory, new PartitionLogOptions());
    }

    [OneTimeTearDown]
    public void Close()
    {
        _log.Dispose();
    }

    [Test]
    public void Entry_IsDurableOnceItIsFlushed_AndNotBefore()
    {
        var index = Append(term: 3);
        Assert.That(TermAt(index), Is.Null, "only buffered");

        _log.WritePending();
        Assert.That(TermAt(index), Is.Null, "only written");

        _flusher.FlushOnce();
        Assert.That(TermAt(index), Is.EqualTo(new Term(3)));

        _disk.LosePower(isTorn: false);
        Assert.That(TermAt(index), Is.EqualTo(new Term(3)), "read anew from what came back");
    }

    private LogIndex Append(int term)
    {
        _log.StampAndAppend(FrameBuffer.ForContent([1, 2, 3]), EntryKind.NoOp, new Term(term));
        return _log.LastIndex;
    }

    private Term? TermAt(LogIndex index) => _disk.Durable.TermAt(Directory, index, out _);
}
