using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>After a clean stop a start opens no sealed segment; after any other end nothing that a clean stop has left is believed.</summary>
public sealed class CleanStopTests
{
    private TestStorage _storage = null!;
    private string _replica = null!;

    [SetUp]
    public void WriteReplica()
    {
        _storage = new TestStorage();
        _replica = ReplicaOnDisk.Write(_storage);
    }

    [Test]
    public void Start_AfterACleanStop_OpensOnlyTheLastSegment_AndKnowsTheSame()
    {
        _storage.Restart();
        using DataDirectory data = Open();
        _storage.Faults.Calls.Clear();
        using PartitionLog log = _storage.Open(ReplicaOnDisk.Options, _replica);

        Assert.That(Opened(".log"), Is.EqualTo(Segments()[^1..]));
        Assert.That(Opened(".index"), Is.EqualTo(new[] { SegmentName.IndexPathOf(Segments()[^1]) }));
        AssertComplete(log);
    }

    /// <summary>The system may have taken for clean what it could not write: nobody is to vouch for it.</summary>
    [Test]
    public void CloseDuringAFlushThatFails_VouchesForNothing()
    {
        _storage = new TestStorage();
        using var data = DataDirectory.Open(_storage.Context, ReplicaOnDisk.Root, "test", new BrokerId(1), new Random(1));
        string replica = data.CreateReplica(ReplicaOnDisk.Topic, 0, "orders", ReplicaOnDisk.Group, ReplicaOnDisk.Directory).Path;
        PartitionLog log = _storage.Open(ReplicaOnDisk.Options, replica);
        log.AppendBatch();
        log.WritePending();
        string first = _storage.Files(".log", replica).Single();
        log.Roll();
        using var flushing = new ManualResetEventSlim();
        using var fails = new ManualResetEventSlim();
        _storage.Faults.Before = (operation, path) =>
        {
            if (operation == "flush" && path == first)
            {
                flushing.Set();
                fails.Wait();
                throw new IOException("I/O error");
            }
        };
        var flusher = new Thread(() => _storage.Flusher.FlushOnce());
        var closing = new Thread(log.Dispose);

        flusher.Start();
        flushing.Wait();
        closing.Start();
        SpinWait.SpinUntil(() => closing.ThreadState.HasFlag(ThreadState.WaitSleepJoin)); // For the flush.
        fails.Set();
        flusher.Join();
        closing.Join();

        Assert.That(_storage.Disk.EnumerateFiles(replica), Has.None.EqualTo(CleanStopFile.FileName));
    }

    [Test]
    public void Start_AfterAKill_OpensEverySegment()
    {
        // The run that is killed has changed nothing.
        _storage.Restart();
        using (Open())
        {
            _storage.Restart();
        }

        _storage.Disk.DeleteFile($"{ReplicaOnDisk.Root}/run");
        using DataDirectory data = Open();
        _storage.Faults.Calls.Clear();
        using PartitionLog log = _storage.Open(ReplicaOnDisk.Options, _replica);

        Assert.That(Opened(".log").Distinct(), Is.EqualTo(Segments()));
        AssertComplete(log);
    }

    [Test]
    public void RunThatDidNotEnd_LeavesNothingToBeBelieved()
    {
        _storage.Restart();
        DataDirectory killed = Open();
        PartitionLog log = _storage.Open(ReplicaOnDisk.Options, _replica);
        log.TruncateFrom(new LogIndex(5));
        log.AppendBatch(term: 4);
        log.WritePending();
        _storage.Flusher.FlushOnce();
        _storage.LosePower();

        using DataDirectory data = Open();
        using PartitionLog reopened = _storage.Open(ReplicaOnDisk.Options, _replica);

        Assert.That(reopened.LastIndex, Is.EqualTo(new LogIndex(5)));
        Assert.That(reopened.LastTerm, Is.EqualTo(new Term(4)));
        Assert.That(killed.DirectoryPath, Is.EqualTo(data.DirectoryPath));
    }

    [Test]
    public void LogThatIsOpenedTwiceInARun_IsRecoveredInFullTheSecondTime()
    {
        _storage.Restart();
        using DataDirectory data = Open();
        _storage.Open(ReplicaOnDisk.Options, _replica).Dispose();
        _storage.Faults.Calls.Clear();

        using PartitionLog again = _storage.Open(ReplicaOnDisk.Options, _replica);

        Assert.That(Opened(".log").Distinct(), Is.EqualTo(Segments()));
        Assert.That(_storage.Disk.FileExists($"{_replica}/{CleanStopFile.FileName}"), Is.False);
    }

    [Test]
    public void DamagedNote_IsIgnored([Values("clean-stop", "run")] string name)
    {
        _storage.Damage(name == "run" ? $"{ReplicaOnDisk.Root}/run" : $"{_replica}/clean-stop", 30);
        _storage.Restart();
        using DataDirectory data = Open();

        using PartitionLog log = _storage.Open(ReplicaOnDisk.Options, _replica);

        AssertComplete(log);
    }

    [Test]
    public void PowerLoss_AfterACleanStop_LosesNothing([Range(1, 20)] int seed)
    {
        _storage.LosePower(new Random(seed));
        using DataDirectory data = Open();

        using PartitionLog log = _storage.Open(ReplicaOnDisk.Options, _replica);

        AssertComplete(log);
    }

    [Test]
    public void FullDisk_DoesNotKeepABrokerFromStarting()
    {
        _storage.Restart();
        _storage.Faults.Before = (operation, path) =>
        {
            if (operation == "write" && path.Contains("/run", StringComparison.Ordinal))
            {
                throw new IOException("No space left on device.");
            }
        };

        using (Open())
        {
        }

        Assert.That(_storage.Disk.FileExists($"{ReplicaOnDisk.Root}/run"), Is.False);
    }

    private static void AssertComplete(PartitionLog log)
    {
        Assert.That(log.LastIndex, Is.EqualTo(new LogIndex(ReplicaOnDisk.Batches + 1)));
        Assert.That(log.Epochs.Epochs.Select(epoch => epoch.Term.Value), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(log.ConfigurationIndexes, Is.EqualTo(new[] { new LogIndex(1) }));
        Assert.That(log.AllFrames(new LogIndex(1)), Has.Count.EqualTo(ReplicaOnDisk.Batches + 1));
        Assert.That(log.OffsetForTimestamp(1001, log.LogEndOffset)?.Offset, Is.EqualTo(new Offset(1)));
    }

    private DataDirectory Open() => DataDirectory.Open(_storage.Context, ReplicaOnDisk.Root, "test", new BrokerId(1), new Random(1));

    private string[] Segments() => [.. LogVerifier.SegmentsIn(_storage.Disk, _replica)];

    private IEnumerable<string> Opened(string suffix) => _storage.Faults.Calls
        .Where(call => call.Operation == "open" && call.Path.EndsWith(suffix, StringComparison.Ordinal))
        .Select(call => call.Path)
        .Distinct();
}
