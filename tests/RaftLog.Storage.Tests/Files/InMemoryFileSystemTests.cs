namespace RaftLog.Storage.Tests;

/// <summary>What a power loss takes and what it leaves, as <see cref="IFileSystem"/> states it.</summary>
public sealed class InMemoryFileSystemTests
{
    private InMemoryFileSystem _disk = null!;

    [SetUp]
    public void CreateDisk()
    {
        _disk = new InMemoryFileSystem(remembersFlushes: true);
        _disk.CreateDirectory("/d");
        _disk.FlushDirectory("/");
    }

    [Test]
    public void PowerLoss_DropsUnflushedContents_AndKeepsFlushedOnes()
    {
        using IFile file = Create("/d/a", "old");
        _disk.FlushDirectory("/d");
        file.Write(0, "newer"u8);

        _disk.LosePower();

        Assert.That(Read("/d/a"), Is.EqualTo("old"));
    }

    [Test]
    public void PowerLoss_DropsAFile_WhoseNameWasNotFlushed()
    {
        Create("/d/a", "flushed").Dispose();

        _disk.LosePower();

        Assert.That(_disk.FileExists("/d/a"), Is.False);
    }

    [Test]
    public void PowerLoss_UndoesARename_ThatWasNotFlushed()
    {
        Create("/d/a", "old").Dispose();
        _disk.FlushDirectory("/d");
        Create("/d/b", "new").Dispose();
        _disk.Rename("/d/b", "/d/a");

        _disk.LosePower();

        Assert.That(Read("/d/a"), Is.EqualTo("old"));
    }

    [Test]
    public void PowerLoss_KeepsARename_ThatWasFlushed()
    {
        Create("/d/a", "old").Dispose();
        Create("/d/b", "new").Dispose();
        _disk.Rename("/d/b", "/d/a");
        _disk.FlushDirectory("/d");

        _disk.LosePower();

        Assert.That(Read("/d/a"), Is.EqualTo("new"));
    }

    [Test]
    public void PowerLoss_BringsADeletedFileBack_WhenItsDirectoryWasNotFlushed()
    {
        Create("/d/a", "there").Dispose();
        _disk.FlushDirectory("/d");
        _disk.DeleteFile("/d/a");

        _disk.LosePower();

        Assert.That(Read("/d/a"), Is.EqualTo("there"));
    }

    [Test]
    public void PowerLoss_UndoesACut_ThatWasNotFlushed()
    {
        using IFile file = Create("/d/a", "long text");
        _disk.FlushDirectory("/d");
        file.SetLength(4);

        _disk.LosePower();

        Assert.That(Read("/d/a"), Is.EqualTo("long text"));
    }

    [Test]
    public void PowerLoss_KillsOpenFilesAndLocks()
    {
        using IFile file = Create("/d/a", "x");
        IDisposable? held = _disk.TryLock("/d/lock");

        _disk.LosePower();

        Assert.That(() => file.Flush(), Throws.InstanceOf<IOException>());
        using IDisposable? again = _disk.TryLock("/d/lock");
        Assert.That(again, Is.Not.Null);
        held!.Dispose();
        Assert.That(_disk.TryLock("/d/lock"), Is.Null, "The dead process gave the lock of the living one back.");
    }

    [Test]
    public void TornPowerLoss_LeavesEachSectorOldOrNew()
    {
        var random = new Random(7);
        byte[] old = new byte[64 * 1024];
        byte[] recent = new byte[old.Length];
        Array.Fill(old, (byte)1);
        Array.Fill(recent, (byte)2);
        using (IFile file = _disk.Open("/d/a", FileOpenMode.OpenOrCreate))
        {
            file.Write(0, old);
            file.Flush();
            _disk.FlushDirectory("/d");
            file.Write(0, recent);
        }

        _disk.LosePower(random);

        byte[] after = _disk.ReadAllBytes("/d/a");
        byte[] sectors = [.. after.Chunk(512).Select(sector => sector.Distinct().Single())];
        Assert.That(sectors.Distinct(), Is.EquivalentTo(new byte[] { 1, 2 }));
    }

    [Test]
    public void TornPowerLoss_NeverLosesAFile_ThatWasBeingMoved([Values] bool isReplaced, [Range(0, 9)] int seed)
    {
        var disk = new InMemoryFileSystem(remembersFlushes: true);
        disk.CreateDirectory("/a/b");
        WriteFlushed(disk, "/a/b/new", 7);
        if (isReplaced)
        {
            WriteFlushed(disk, "/a/name", 1);
        }

        disk.FlushDirectory("/");
        disk.FlushDirectory("/a");
        disk.FlushDirectory("/a/b");
        disk.Rename("/a/b/new", "/a/name");

        disk.LosePower(new Random(seed));

        bool hasOldName = disk.FileExists("/a/b/new");
        Assert.That(hasOldName || disk.ReadAllBytes("/a/name").SequenceEqual(new byte[] { 7 }), Is.True);
        Assert.That(!hasOldName || disk.ReadAllBytes("/a/b/new").SequenceEqual(new byte[] { 7 }), Is.True);
    }

    [Test]
    public void Write_Fails_WhenTheDiskIsFull()
    {
        var small = new InMemoryFileSystem(capacityBytes: 64 * 1024);
        using IFile file = small.Open("/a", FileOpenMode.OpenOrCreate);

        Assert.That(() => file.Write(0, new byte[65 * 1024]), Throws.InstanceOf<IOException>().With.Message.Contains("No space left"));
        Assert.That(small.FreeSpace("/"), Is.Zero);
    }

    [Test]
    public void Extension_AfterACut_ReadsAsZeros()
    {
        using IFile file = Create("/d/a", "secret");
        file.SetLength(2);
        file.SetLength(6);

        Assert.That(_disk.ReadAllBytes("/d/a"), Is.EqualTo("se\0\0\0\0"u8.ToArray()));
    }

    [Test]
    public void Open_Fails_WhenTheFileIsMissing() =>
        Assert.That(() => _disk.Open("/d/none", FileOpenMode.Read), Throws.InstanceOf<FileNotFoundException>());

    private IFile Create(string path, string text)
    {
        IFile file = _disk.Open(path, FileOpenMode.Truncate);
        file.Write(0, System.Text.Encoding.ASCII.GetBytes(text));
        file.Flush();
        return file;
    }

    private string Read(string path) => System.Text.Encoding.ASCII.GetString(_disk.ReadAllBytes(path));

    private static void WriteFlushed(InMemoryFileSystem disk, string path, byte content)
    {
        using IFile file = disk.Open(path, FileOpenMode.OpenOrCreate);
        file.Write(0, [content]);
        file.Flush();
    }
}
