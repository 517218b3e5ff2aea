namespace RaftLog.Chaos.Tests;

/// <summary>Tests each of which has the folder of a run for itself, which is gone afterwards.</summary>
public abstract class RunFolderFixture
{
    /// <summary>The folder of the test that runs.</summary>
    protected string Folder { get; private set; } = "";

    [SetUp]
    public void CreateFolder() => Folder = Directory.CreateTempSubdirectory("raftlog-chaos-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);
}
