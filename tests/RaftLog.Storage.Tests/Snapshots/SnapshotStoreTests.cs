using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A snapshot that rots is noticed while the state that it holds is still in memory.</summary>
public sealed class SnapshotStoreTests
{
    private const string Directory = "/data/snapshots";

    private TestStorage _storage = null!;
    private SnapshotStore _store = null!;

    [SetUp]
    public void CreateStore()
    {
        _storage = new TestStorage();
        _store = new SnapshotStore(_storage.Faults, Directory);
    }

    [Test]
    public void Check_OfAnEmptyStore_FindsNothing() => Assert.That(_store.Check(), Is.Empty);

    [Test]
    public void FlippedBit_IsNamed_AndANewSnapshotIsWanted_UntilThereIsOne()
    {
        _store.Save(Snapshot(index: 7));
        string file = _storage.Files(".snapshot", Directory).Single();
        int length = _storage.Disk.ReadAllBytes(file).Length;
        Assert.That(_store.Check(), Is.Empty);

        for (int position = 0; position < length; position++)
        {
            _storage.Damage(file, position);
            Assert.That(_store.Check().Select(finding => finding.File), Is.EqualTo(new[] { file }), $"Damaged at {position}.");
            _storage.Damage(file, position);
        }

        Assert.That(_store.RewriteWantedFrom, Is.EqualTo(new LogIndex(7)));
        _store.Save(Snapshot(index: 7));
        Assert.That(_store.RewriteWantedFrom, Is.Null);
        Assert.That(_store.Check(), Is.Empty);
        Assert.That(_store.LoadLatest()?.Index, Is.EqualTo(new LogIndex(7)));
    }

    [Test]
    public void LoadLatest_RefusesADamagedSnapshot()
    {
        _store.Save(Snapshot(index: 7));
        _storage.Damage(_storage.Files(".snapshot", Directory).Single(), 40);

        Assert.That(() => _store.LoadLatest(), Throws.InstanceOf<LogCorruptException>());
    }

    [Test]
    public void DamagedSnapshot_IsStoodInForByTheOneBefore_UntilThereIsANewOne()
    {
        _store.Save(Snapshot(index: 5));
        _store.Save(Snapshot(index: 7));
        _storage.Damage(_storage.Files(".snapshot", Directory)[^1], 40);

        Assert.That(_store.LoadLatest()?.Index, Is.EqualTo(new LogIndex(5)));
        Assert.That(_store.RewriteWantedFrom, Is.EqualTo(new LogIndex(7)));

        _store.Save(Snapshot(index: 9));
        Assert.That(_store.RewriteWantedFrom, Is.Null);
        Assert.That(_store.LoadLatest()?.Index, Is.EqualTo(new LogIndex(9)));
        Assert.That(
            _storage.Files(".snapshot", Directory).Select(file => Path.GetFileName(file)[..20]),
            Is.EquivalentTo(new[] { "00000000000000000005", "00000000000000000009" }));
    }

    [Test]
    public void DamagedOlderSnapshot_IsNamed_AndGoesWithTheNextSave()
    {
        _store.Save(Snapshot(index: 5));
        _store.Save(Snapshot(index: 7));
        string[] files = [.. _storage.Files(".snapshot", Directory)];
        _storage.Damage(files[0], 40);

        Assert.That(_store.LoadLatest()?.Index, Is.EqualTo(new LogIndex(7)));
        Assert.That(_store.Check().Select(finding => finding.File), Is.EqualTo(new[] { files[0] }));
        Assert.That(_store.RewriteWantedFrom, Is.EqualTo(new LogIndex(5)));

        _store.Save(Snapshot(index: 7));
        Assert.That(_storage.Files(".snapshot", Directory), Is.EqualTo(new[] { files[1] }));
        Assert.That(_store.Check(), Is.Empty);
    }

    [Test]
    public void Save_KeepsOneOlderSnapshot()
    {
        for (int index = 1; index <= 5; index++)
        {
            _store.Save(Snapshot(index));
        }

        Assert.That(_storage.Files(".snapshot", Directory), Has.Count.EqualTo(2));
    }

    private static LogSnapshot Snapshot(long index) => new(new LogIndex(index), new Term(2), new byte[] { 1, 2 }, new byte[] { 3, 4, 5 });
}
