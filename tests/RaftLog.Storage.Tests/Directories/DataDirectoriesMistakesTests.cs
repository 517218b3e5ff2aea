using NUnit.Framework.Constraints;
using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>What is a mistake rather than a failing disk keeps the broker from starting, and the message says what to do.</summary>
public sealed class DataDirectoriesMistakesTests
{
    private const string First = "/data/first";
    private const string Second = "/data/second";

    private TestStorage _storage = null!;
    private int _starts;

    [SetUp]
    public void CreateStorage() => _storage = new TestStorage();

    [TestCase("/data/first")]
    [TestCase("/data/first/")]
    [TestCase("/data/first/more")]
    [TestCase("/data")]
    public void OverlappingDirectories_AreRefused(string further) =>
        Assert.That(() => Open(further), Refused("are the same, or one lies in the other"));

    [Test]
    public void DirectoryOfAnotherBroker_IsRefused()
    {
        Open(Second).Dispose();

        Assert.That(() => Open(Second, first: "/data/other", broker: 2), Refused("belongs to broker 1, but this broker is configured as 2"));
    }

    [Test]
    public void DirectoryThatWentWithAnotherDataDirectory_IsRefused()
    {
        Open(Second).Dispose();
        _storage.Disk.DeleteDirectory(First);

        Assert.That(() => Open(Second), Refused("goes with another data directory of this broker").And.Message.Contains("empty /data/second as well"));
    }

    [Test]
    public void DataDirectoryAndLogDirectory_AreNotExchanged()
    {
        Open(Second).Dispose();

        Assert.That(() => Open(First, first: Second), Refused("is a further log directory of this broker, not its data directory"));
    }

    [Test]
    public void DataDirectory_AmongTheFurtherOnes_IsRefused()
    {
        Open().Dispose();

        Assert.That(() => Open(First, first: "/data/new"), Refused("is the data directory of this broker, not a further log directory"));
    }

    [Test]
    public void DirectoryInUse_IsRefused()
    {
        _storage.Disk.CreateDirectory("/data/third");
        using IDisposable? held = _storage.Disk.TryLock("/data/third/lock");

        Assert.That(() => Open("/data/third"), Refused("/data/third is in use by another process"));
    }

    [Test]
    public void LostPlacements_AreRefused()
    {
        Open(Second).Dispose();
        _storage.Disk.DeleteFile($"{First}/placements");

        Assert.That(() => Open(Second), Refused("placements is missing, though there are log directories besides"));
    }

    [Test]
    public void DamagedPlacements_AreRefused()
    {
        Open(Second).Dispose();
        _storage.Damage($"{First}/placements", 30);

        Assert.That(() => Open(Second), Refused("placements").And.Message.Contains("move all directories of the broker away"));
    }

    [Test]
    public void RefusedStart_GivesAllLocksBack()
    {
        Open(Second).Dispose();
        _storage.Damage($"{First}/placements", 30);
        Assert.That(() => Open(Second), Throws.InstanceOf<DataDirectoryException>());
        _storage.Damage($"{First}/placements", 30);

        Assert.That(() => Open(Second).Dispose(), Throws.Nothing);
    }

    private static ContainsConstraint Refused(string reason) => Throws.InstanceOf<DataDirectoryException>().With.Message.Contains(reason);

    private DataDirectories Open(string? further = null, string first = First, int broker = 1) =>
        new DataDirectoriesOpening(_storage.Context, "test", new BrokerId(broker), new Random(++_starts)).Open(first, further is null ? [] : [further]);
}
