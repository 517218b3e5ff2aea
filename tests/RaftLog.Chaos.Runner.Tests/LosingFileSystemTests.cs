using RaftLog.Chaos.Broker;
using RaftLog.Storage;

namespace RaftLog.Chaos.Runner.Tests;

/// <summary>A power cut is a second file system over the same folder: it sees just what the first one had flushed.</summary>
internal sealed class LosingFileSystemTests
{
    private string _root = "";
    private DiskFaults _faults = null!;

    [SetUp]
    public void CreateFolder()
    {
        _root = Directory.CreateTempSubdirectory("raftlog-losing-").FullName;
        _faults = new DiskFaults(Path.Combine(_root, "disk"));
    }

    [TearDown]
    public void DeleteFolder()
    {
        _faults.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public void UnflushedWrites_AreRead_AndLostInAPowerCut()
    {
        LosingFileSystem before = Create();
        using IFile file = before.Open(PathOf("log"), FileOpenMode.OpenOrCreate);
        file.Write(0, "flushed"u8);
        file.Flush();
        before.FlushDirectory(_root);
        file.Write(3, "SHED and more"u8);

        Assert.That(Text(before, "log"), Is.EqualTo("fluSHED and more"));
        Assert.That(Text(Create(), "log"), Is.EqualTo("flushed"));
    }

    [Test]
    public void File_WhoseDirectoryWasNotFlushed_IsGone_ThoughItWasFlushedItself()
    {
        LosingFileSystem before = Create();
        using IFile file = before.Open(PathOf("log"), FileOpenMode.OpenOrCreate);
        file.Write(0, "text"u8);
        file.Flush();

        Assert.That(Create().FileExists(PathOf("log")), Is.False);
    }

    [Test]
    public void Name_FlushedBeforeTheContents_LeadsToAnEmptyFile()
    {
        LosingFileSystem before = Create();
        using IFile file = before.Open(PathOf("log"), FileOpenMode.OpenOrCreate);
        file.Write(0, "text"u8);
        before.FlushDirectory(_root);

        Assert.That(Text(Create(), "log"), Is.Empty);
    }

    [Test]
    public void Rename_OverAFile_ShowsTheOldOneUntilTheDirectoryIsFlushed()
    {
        LosingFileSystem before = Create();
        Write(before, "state", "old");
        before.FlushDirectory(_root);
        Write(before, "state.tmp", "new");
        before.Rename(PathOf("state.tmp"), PathOf("state"));

        Assert.That(Text(before, "state"), Is.EqualTo("new"));
        before.FlushDirectory(_root);
        LosingFileSystem after = Create();
        Assert.That(Text(after, "state"), Is.EqualTo("new"));
        Assert.That(after.FileExists(PathOf("state.tmp")), Is.False);
    }

    [Test]
    public void Rename_ThatWasNotFlushed_IsUndoneByAPowerCut()
    {
        LosingFileSystem before = Create();
        Write(before, "state", "old");
        before.FlushDirectory(_root);
        Write(before, "state.tmp", "new");
        before.Rename(PathOf("state.tmp"), PathOf("state"));

        Assert.That(Text(Create(), "state"), Is.EqualTo("old"));
    }

    [Test]
    public void Directory_BuiltUnderAnotherName_ArrivesWithItsFlushedFiles()
    {
        LosingFileSystem before = Create();
        before.CreateDirectory(PathOf("replica.new"));
        Write(before, "replica.new/manifest", "m");
        before.FlushDirectory(PathOf("replica.new"));
        Write(before, "replica.new/extra", "not flushed into its directory");
        before.Rename(PathOf("replica.new"), PathOf("replica"));
        before.FlushDirectory(_root);

        LosingFileSystem after = Create();
        Assert.That(Text(after, "replica/manifest"), Is.EqualTo("m"));
        Assert.That(after.EnumerateFiles(PathOf("replica")), Is.EqualTo(new[] { "manifest" }));
        Assert.That(after.DirectoryExists(PathOf("replica.new")), Is.False);
    }

    [Test]
    public void Deletion_ThatWasNotFlushed_IsUndoneByAPowerCut()
    {
        LosingFileSystem before = Create();
        Write(before, "log", "text");
        before.FlushDirectory(_root);
        before.DeleteFile(PathOf("log"));

        Assert.That(before.FileExists(PathOf("log")), Is.False);
        Assert.That(Text(Create(), "log"), Is.EqualTo("text"));
    }

    [Test]
    public void Cut_AndGrownAgain_ReadsZeros_BeforeAndAfterTheFlush()
    {
        LosingFileSystem before = Create();
        using IFile file = before.Open(PathOf("log"), FileOpenMode.OpenOrCreate);
        before.FlushDirectory(_root);
        file.Write(0, new byte[10_000].Select(_ => (byte)'x').ToArray());
        file.Flush();
        file.SetLength(5_000);
        file.SetLength(9_000);
        byte[] contents = new byte[9_000];

        Assert.That(file.Read(0, contents), Is.EqualTo(9_000));
        Assert.That(contents[4_999], Is.EqualTo((byte)'x'));
        Assert.That(contents[5_000..], Is.All.Zero);
        file.Flush();
        Assert.That(Text(Create(), "log"), Is.EqualTo(new string('x', 5_000) + new string('\0', 4_000)));
    }

    [Test]
    public void RandomOperations_ReadAsInMemory_AndSurviveAsFlushed([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var model = new InMemoryFileSystem(remembersFlushes: true);
        model.CreateDirectory(_root);
        LosingFileSystem tested = Create();
        foreach (IFileSystem system in new IFileSystem[] { model, tested })
        {
            system.Open(PathOf("log"), FileOpenMode.OpenOrCreate).Dispose();
            system.FlushDirectory(_root);
        }

        model.FlushDirectory(Path.GetDirectoryName(_root)!);
        using IFile expected = model.Open(PathOf("log"), FileOpenMode.ReadWrite);
        using IFile actual = tested.Open(PathOf("log"), FileOpenMode.ReadWrite);
        for (int step = 0; step < 200; step++)
        {
            long offset = random.NextInt64(20_000);
            byte[] bytes = new byte[random.Next(1, 9_000)];
            random.NextBytes(bytes);
            int action = random.Next(10);
            foreach (IFile file in new[] { expected, actual })
            {
                switch (action)
                {
                    case 0: file.Flush(); break;
                    case 1: file.SetLength(offset); break;
                    default: file.Write(Math.Min(offset, file.Length), bytes); break;
                }
            }

            Assert.That(Contents(actual), Is.EqualTo(Contents(expected)), $"Step {step}.");
        }

        byte[] flushed = FlushedContents(model);
        using IFile survivor = Create().Open(PathOf("log"), FileOpenMode.Read);
        Assert.That(Contents(survivor), Is.EqualTo(flushed));
    }

    private byte[] FlushedContents(InMemoryFileSystem model)
    {
        model.FlushDirectory(Path.GetPathRoot(_root)!);
        model.LosePower();
        using IFile file = model.Open(PathOf("log"), FileOpenMode.Read);
        return Contents(file);
    }

    private static byte[] Contents(IFile file)
    {
        byte[] contents = new byte[file.Length];
        Assert.That(file.Read(0, contents), Is.EqualTo(contents.Length));
        return contents;
    }

    private string Text(LosingFileSystem system, string name)
    {
        using IFile file = system.Open(PathOf(name), FileOpenMode.Read);
        return System.Text.Encoding.ASCII.GetString(Contents(file));
    }

    private void Write(LosingFileSystem system, string name, string text)
    {
        using IFile file = system.Open(PathOf(name), FileOpenMode.OpenOrCreate);
        file.Write(0, System.Text.Encoding.ASCII.GetBytes(text));
        file.Flush();
    }

    private LosingFileSystem Create() => new(_root, _faults);

    private string PathOf(string name) => Path.Combine(_root, name);
}
