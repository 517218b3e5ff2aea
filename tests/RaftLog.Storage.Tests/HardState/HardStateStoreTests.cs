using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A replica never forgets its term and vote (Raft figure 2, "persistent state").</summary>
public sealed class HardStateStoreTests
{
    private const string FilePath = "/data/hard-state";

    private TestStorage _storage = null!;

    [SetUp]
    public void CreateStorage() => _storage = new TestStorage();

    [Test]
    public void Save_SurvivesAPowerLoss_OnceItWasReported()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(3));
        _storage.Flusher.FlushOnce();
        store.Save(new GroupId(1), State(4));

        Assert.That(_storage.Listener.HardStates, Is.EqualTo(new[] { (new GroupId(1), State(3)) }));
        _storage.LosePower();

        Assert.That(Reopen().TryGet(new GroupId(1), out StoredHardState state), Is.True);
        Assert.That(state, Is.EqualTo(State(3)));
    }

    /// <summary>A file that rots under a running broker is written anew while somebody still knows what stood in it.</summary>
    [Test]
    public void FlippedBit_UnderARunningBroker_IsFound_AndTheFileWrittenAnew()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(3));
        store.Save(new GroupId(2), State(5));
        _storage.Flusher.FlushOnce();
        int length = _storage.Disk.ReadAllBytes(FilePath).Length;
        Assert.That(store.CheckAndRepair(), Is.Null);

        for (int position = 0; position < length; position++)
        {
            _storage.Damage(FilePath, position);
            Assert.That(store.CheckAndRepair(), Is.Not.Null, $"Damaged at {position}.");
            Assert.That(store.CheckAndRepair(), Is.Null);
        }

        store.Save(new GroupId(1), State(4));
        _storage.Flusher.FlushOnce();
        store.Dispose();
        HardStateStore reopened = Reopen();
        Assert.That(reopened.TryGet(new GroupId(1), out StoredHardState first) && first == State(4), Is.True);
        Assert.That(reopened.TryGet(new GroupId(2), out StoredHardState second) && second == State(5), Is.True);
    }

    [Test]
    public void Reopen_AfterAFailedWrite_KeepsEverySavedState()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(3));
        _storage.Faults.Before = (operation, _) =>
        {
            if (operation is "write" or "flush")
            {
                throw new IOException("No space left on device.");
            }
        };
        _storage.Flusher.FlushOnce();
        Assert.That(() => store.Save(new GroupId(1), State(4)), Throws.InstanceOf<LogOfflineException>());
        Assert.That(() => store.Reopen(), Throws.InstanceOf<IOException>());

        _storage.Faults.Before = static (_, _) => { };
        store.Reopen();
        store.Save(new GroupId(2), State(1));
        _storage.Flusher.FlushOnce();
        _storage.LosePower();

        HardStateStore reopened = Reopen();
        Assert.That(reopened.TryGet(new GroupId(1), out StoredHardState first) && first == State(3), Is.True);
        Assert.That(reopened.TryGet(new GroupId(2), out StoredHardState second) && second == State(1), Is.True);
    }

    [Test]
    public void OneFlush_ServesAllGroups()
    {
        HardStateStore store = Open(create: true);
        _storage.Faults.Calls.Clear();
        for (int group = 0; group < 100; group++)
        {
            store.Save(new GroupId(group), State(1));
        }

        _storage.Flusher.FlushOnce();

        Assert.That(_storage.Faults.Calls.Select(call => call.Operation), Is.EqualTo(new[] { "write", "flush" }));
        Assert.That(_storage.Listener.HardStates, Has.Count.EqualTo(100));
    }

    [Test]
    public void TornRecords_AreCut_AtEveryByte()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(1));
        store.FlushNow();
        int durable = _storage.Disk.ReadAllBytes(FilePath).Length;
        store.Save(new GroupId(1), State(2));
        store.Save(new GroupId(2), State(2));
        store.FlushNow();
        byte[] whole = _storage.Disk.ReadAllBytes(FilePath);

        for (int length = durable; length < whole.Length; length++)
        {
            _storage.Disk.ReplaceDurably(FilePath, whole.AsSpan(0, length));
            using HardStateStore reopened = Reopen();
            reopened.TryGet(new GroupId(1), out StoredHardState state);
            Assert.That(state.Term.Value, Is.EqualTo(length >= durable + HardStateRecord.Size ? 2 : 1));
            Assert.That(reopened.TryGet(new GroupId(2), out _), Is.False);
        }
    }

    [Test]
    public void TornRecord_BeforeAGoodOneOfTheSameWrite_IsCutToo()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(1));
        store.FlushNow();
        int durable = _storage.Disk.ReadAllBytes(FilePath).Length;
        store.Save(new GroupId(1), State(2));
        store.Save(new GroupId(2), State(2));
        store.FlushNow();
        byte[] torn = _storage.Disk.ReadAllBytes(FilePath);
        torn.AsSpan(durable, HardStateRecord.Size).Clear();
        _storage.Disk.ReplaceDurably(FilePath, torn);

        Assert.That(Reopen().Groups, Is.EqualTo(new[] { new GroupId(1) }));
    }

    [Test]
    public void FlippedBit_InTheLastRecord_IsReported_NotTakenForATornWrite()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(1));
        store.Save(new GroupId(2), State(2));
        store.FlushNow();
        byte[] whole = _storage.Disk.ReadAllBytes(FilePath);

        for (int at = whole.Length - HardStateRecord.Size; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            _storage.Disk.ReplaceDurably(FilePath, damaged);
            Assert.That(() => Reopen(), Throws.InstanceOf<LogCorruptException>().With.Property("File").EqualTo(FilePath), $"Byte {at}.");
        }
    }

    [Test]
    public void RecordTornAtTheEndOfASector_IsCut()
    {
        HardStateStore store = Open(create: true);
        for (int group = 1; group <= 13; group++)
        {
            store.Save(new GroupId(group), State(1));
        }

        store.FlushNow();
        byte[] torn = _storage.Disk.ReadAllBytes(FilePath);
        torn.AsSpan(512).Clear();
        _storage.Disk.ReplaceDurably(FilePath, torn);

        Assert.That(Reopen().Groups, Has.Count.EqualTo(12));
    }

    [Test]
    public void DamagedRecord_ThatWasDurable_IsReported()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(1));
        store.FlushNow();
        int durable = _storage.Disk.ReadAllBytes(FilePath).Length;
        store.Save(new GroupId(1), State(2));
        store.FlushNow();
        store.Save(new GroupId(1), State(3));
        store.FlushNow();
        _storage.Damage(FilePath, durable + 20);

        Assert.That(() => Reopen(), Throws.InstanceOf<LogCorruptException>().With.Property("Position").EqualTo(durable));
    }

    [Test]
    public void File_IsRewritten_WhenMostOfItIsOutOfDate_AndForgetsNothing()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(7), State(1));
        for (int term = 1; term <= 5000; term++)
        {
            store.Save(new GroupId(8), State(term));
            store.FlushNow();
        }

        Assert.That(_storage.Disk.ReadAllBytes(FilePath), Has.Length.LessThan(2000 * HardStateRecord.Size));
        _storage.LosePower();
        HardStateStore reopened = Reopen();
        reopened.TryGet(new GroupId(8), out StoredHardState state);
        Assert.That(state, Is.EqualTo(State(5000)));
        Assert.That(reopened.TryGet(new GroupId(7), out _), Is.True);
    }

    [Test]
    public void Forget_RemovesTheGroup()
    {
        HardStateStore store = Open(create: true);
        store.Save(new GroupId(1), State(1));
        store.Forget(new GroupId(1));
        store.Dispose();

        Assert.That(Reopen().Groups, Is.Empty);
    }

    [Test]
    public void FailedFlush_EndsVoting()
    {
        HardStateStore store = Open(create: true);
        _storage.Faults.Before = static (operation, _) => throw new IOException($"{operation}: I/O error");
        store.Save(new GroupId(1), State(1));
        _storage.Flusher.FlushOnce();
        _storage.Faults.Before = static (_, _) => { };
        _storage.Flusher.FlushOnce();

        Assert.That(_storage.Listener.Failures, Has.Count.EqualTo(1));
        Assert.That(_storage.Listener.HardStates, Is.Empty);
        Assert.Throws<LogOfflineException>(() => store.Save(new GroupId(1), State(2)));
    }

    private static StoredHardState State(int term) => new(new Term(term), new ReplicaId(new BrokerId(2), new DirectoryId(0xABCD)));

    private HardStateStore Open(bool create)
    {
        HardStateStore store = HardStateStore.Open(_storage.Context, FilePath, create);
        return store;
    }

    private HardStateStore Reopen()
    {
        _storage.Restart();
        return Open(create: false);
    }
}
