using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A broker with several log directories: where replicas go, and that what one disk does concerns the replicas on it only.</summary>
public sealed class DataDirectoriesTests
{
    private const string First = "/data/first";
    private const string Second = "/data/second";
    private const string Away = "/data/away";
    private static readonly Guid Topic = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly DirectoryId Replica = new(7);
    private static readonly DirectoryId Successor = new(8);

    private TestStorage _storage = null!;

    [SetUp]
    public void CreateStorage()
    {
        _storage = new TestStorage();
        _storage.Faults.Free = static _ => 1000;
    }

    [Test]
    public void NewReplicas_GoWhereMostSpaceIsLeftForEach()
    {
        _storage.Faults.Free = static path => path == Second ? 300 : 100;
        using DataDirectories directories = Open();

        string[] paths = [.. Enumerable.Range(0, 4).Select(partition => Create(directories, partition))];

        Assert.That(paths.Select(HomeOf), Is.EqualTo(new[] { Second, Second, First, Second }));
        Assert.That(directories.Open.SelectMany(directory => directory.Replicas).Select(found => found.Path), Is.EquivalentTo(paths));
    }

    [Test]
    public void SingleDirectory_NeedsNoPlacements()
    {
        using DataDirectories directories = Open([]);

        Create(directories, 0);

        Assert.That(_storage.Disk.FileExists($"{First}/placements"), Is.False);
        Assert.That(directories.WhyAbsent(GroupOf(1), Replica), Is.EqualTo(ReplicaAbsence.New));
    }

    [Test]
    public void Replicas_AreFoundWhereTheyAre_AfterAPowerLoss()
    {
        string[] paths;
        using (DataDirectories directories = Open())
        {
            paths = [Create(directories, 0), Create(directories, 1)];
        }

        _storage.LosePower();
        using DataDirectories again = Open();

        Assert.That(paths.Select(HomeOf), Is.EquivalentTo(new[] { First, Second }));
        Assert.That(paths, Is.EqualTo(new[] { again.FindReplica(Topic, 0)!.Path, again.FindReplica(Topic, 1)!.Path }));
    }

    [Test]
    public void FailingDisk_GetsNoReplica_UntilItTakesWritesAgain()
    {
        using DataDirectories directories = Open();
        _storage.Faults.Free = static path => path == Second ? 1000 : 10;
        FailBelow(Second);

        Assert.That(() => Create(directories, 0), Throws.InstanceOf<IOException>());
        Assert.That(HomeOf(Create(directories, 0)), Is.EqualTo(First));
        Assert.That(directories.Offline.Select(offline => offline.Path), Is.EqualTo(new[] { Second }));

        _storage.Faults.Before = static (_, _) => { };
        Assert.That(HomeOf(Create(directories, 1)), Is.EqualTo(Second));
        Assert.That(directories.Offline, Is.Empty);
    }

    [Test]
    public void FailingHardState_ConcernsItsOwnDirectoryOnly()
    {
        using DataDirectories directories = Open();
        FailBelow(Second);
        Save(directories.Open[0], GroupOf(0), term: 3);
        Save(directories.Open[1], GroupOf(1), term: 3);

        directories.Open[0].HardState.FlushNow();

        Assert.That(() => directories.Open[1].HardState.FlushNow(), Throws.InstanceOf<LogOfflineException>());
        Assert.That(directories.Open[0].HardState.Failure, Is.Null);
        _storage.Faults.Before = static (_, _) => { };
    }

    [Test]
    public void MissingDirectory_LeavesItsReplicasOffline_AndTheBrokerRuns()
    {
        PlaceInSecond();
        _storage.Disk.Rename(Second, Away);

        using (DataDirectories directories = Open())
        {
            Assert.That(directories.Missing.Single().Path, Is.EqualTo(Second));
            Assert.That(directories.OfflineReplicaCount, Is.EqualTo(1));
            Assert.That(directories.FindReplica(Topic, 0), Is.Null);
            Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.Offline));
            Assert.That(directories.WhyAbsent(GroupOf(5), Replica), Is.EqualTo(ReplicaAbsence.New), "One that is not on it can be created.");
        }

        _storage.Disk.Rename(Away, Second);
        using DataDirectories whole = Open();
        Assert.That(HomeOf(whole.FindReplica(Topic, 0)!.Path), Is.EqualTo(Second));
        Assert.That(whole.OfflineReplicaCount, Is.Zero);
    }

    [Test]
    public void EmptyDirectory_InThePlaceOfALostOne_MakesItsReplicasLost_NotNew()
    {
        PlaceInSecond();
        _storage.Disk.DeleteDirectory(Second);
        _storage.Disk.CreateDirectory(Second);

        using DataDirectories directories = Open();

        Assert.That(directories.Missing, Is.Empty);
        Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.Lost));
        Assert.That(directories.WhyAbsent(GroupOf(0), Successor), Is.EqualTo(ReplicaAbsence.New));
        directories.ForgetReplica(GroupOf(0));
        Assert.That(() => Create(directories, 0, Successor), Throws.Nothing);
    }

    [Test]
    public void DirectoryThatIsNotConfiguredAnyMore_MakesItsReplicasLost()
    {
        PlaceInSecond();

        using DataDirectories directories = Open([]);

        Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.Lost));
    }

    [TestCase("meta")]
    [TestCase("hard-state")]
    public void DirectoryWithADamagedFile_IsLeftOut(string file)
    {
        PlaceInSecond();
        _storage.Damage($"{Second}/{file}", 3);

        using DataDirectories directories = Open();

        Assert.That(directories.Missing.Single().Reason, Does.Contain(file));
        Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.Offline));
    }

    [Test]
    public void DirectoryThatCannotBeWrittenAtTheStart_IsLeftOut()
    {
        PlaceInSecond();
        FailBelow(Second);

        using DataDirectories directories = Open();

        Assert.That(directories.Missing.Single().Reason, Does.Contain("Input/output error"));
    }

    [Test]
    public void ReplicaThatWasFollowedWhileItsDiskWasAway_IsPutAside_AndItsVoteForgotten()
    {
        PlaceInSecond();
        _storage.Disk.Rename(Second, Away);
        string successor;
        using (DataDirectories directories = Open())
        {
            successor = Create(directories, 0, Successor);
        }

        _storage.Disk.Rename(Away, Second);
        using DataDirectories whole = Open();

        Assert.That(whole.FindReplica(Topic, 0)!.Path, Is.EqualTo(successor));
        Assert.That(whole.Open[1].Replicas, Is.Empty);
        Assert.That(whole.Open[1].HardState.Groups, Is.Empty);
        Assert.That(_storage.Disk.EnumerateDirectories($"{Second}/replicas").Single(), Does.EndWith(".damaged-1"));
    }

    [Test]
    public void ReplicaMovedByHand_LeavesItsVoteBehind_SoItIsPutAside()
    {
        PlaceInSecond();
        string name = ReplicaManifest.NameOf(Topic, 0);
        _storage.Disk.Rename($"{Second}/replicas/{name}", $"{First}/replicas/{name}");

        using DataDirectories directories = Open();

        Assert.That(directories.FindReplica(Topic, 0), Is.Null);
        Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.Lost));
    }

    [Test]
    public void ReplicaThatWasLostWithItsDisk_BindsItsSuccessorElsewhereNoMore()
    {
        using (DataDirectories directories = Open())
        {
            string lost = CreateIn(directories, Second);
            Save(directories.Open[1], GroupOf(0), term: 3);
            directories.Open[1].HardState.FlushNow();
            _storage.Disk.DeleteDirectory(lost);
            Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.Lost));
            FailBelow(Second);

            directories.ForgetReplica(GroupOf(0));
            Assert.That(HomeOf(Create(directories, 0, Successor)), Is.EqualTo(First));
            _storage.Faults.Before = static (_, _) => { };
        }

        _storage.Restart();
        using DataDirectories again = Open();

        Assert.That(again.FindReplica(Topic, 0)!.Manifest.Directory, Is.EqualTo(Successor));
        Assert.That(again.HasPromises(GroupOf(0), out _), Is.False);
    }

    [Test]
    public void Successor_GoesWhereTheLostOneWas()
    {
        _storage.Faults.Free = static path => path == Second ? 1000 : 10;
        using DataDirectories directories = Open();
        Create(directories, 0);
        _storage.Faults.Free = static path => path == Second ? 10 : 1000;
        directories.QuarantineReplica(Topic, 0);
        directories.ForgetReplica(GroupOf(0));

        Assert.That(HomeOf(Create(directories, 0, Successor)), Is.EqualTo(Second));
    }

    [Test]
    public void RetiredReplica_IsForgottenEverywhere()
    {
        using DataDirectories directories = Open();
        CreateIn(directories, Second);
        Save(directories.Open[1], GroupOf(0), term: 3);

        string retired = directories.RetireReplica(directories.FindReplica(Topic, 0)!);

        Assert.That(HomeOf(retired), Is.EqualTo(Second));
        Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.New));
        Assert.That(directories.Open.Sum(directory => directory.ReplicaCount), Is.Zero);
    }

    [Test]
    public void WhatWasInterrupted_IsRemovedInEveryDirectory()
    {
        PlaceInSecond();
        _storage.Disk.CreateDirectory($"{Second}/replicas/old.deleted");
        _storage.Disk.CreateDirectory($"{Second}/replicas/unfinished.new");

        Open().Dispose();

        Assert.That(_storage.Disk.EnumerateDirectories($"{Second}/replicas"), Is.EqualTo(new[] { ReplicaManifest.NameOf(Topic, 0) }));
    }

    [Test]
    public void DamagedPlacements_AreWrittenAnew()
    {
        using DataDirectories directories = Open();
        CreateIn(directories, Second);
        _storage.Damage($"{First}/placements", 30);

        Assert.That(directories.CheckPlacements()!.File, Is.EqualTo($"{First}/placements"));
        Assert.That(directories.CheckPlacements(), Is.Null);
    }

    [Test]
    public void EachDirectory_CanBeVerifiedByItself()
    {
        PlaceInSecond();

        Assert.That(DataDirectoryVerifier.Verify(_storage.Disk, First).IsSound, Is.True);
        Assert.That(DataDirectoryVerifier.Verify(_storage.Disk, Second).Logs.Single().Manifest!.TopicName, Is.EqualTo("orders"));

        _storage.Damage($"{First}/placements", 30);
        Assert.That(DataDirectoryVerifier.Verify(_storage.Disk, First).Findings.Single().File, Is.EqualTo($"{First}/placements"));
    }

    [Test]
    public void CleanStop_OfEachDirectory_IsItsOwn()
    {
        using (DataDirectories directories = Open())
        {
            Assert.That(directories.Open[1].Storage.Run!.CleanPredecessor, Is.Null);
        }

        _storage.Disk.DeleteFile($"{First}/run");
        using DataDirectories again = Open();

        Assert.That(again.Open[0].Storage.Run!.CleanPredecessor, Is.Null);
        Assert.That(again.Open[1].Storage.Run!.CleanPredecessor, Is.Not.Null);
    }

    // The placement comes first: whatever a killed broker leaves, a disk that is gone afterwards never makes a replica that was there look new.
    [Test]
    public void ReplicaThatWasCreated_IsNeverNew_WhereverTheBrokerWasKilled()
    {
        int step = 0;
        bool wasKilled = true;
        while (wasKilled)
        {
            CreateStorage();
            Open().Dispose();
            _storage.Faults.Free = static path => path == Second ? 1000 : 10;
            wasKilled = IsKilledAt(++step);
            _storage.LosePower();
            bool wasThere = _storage.Disk.EnumerateDirectories($"{Second}/replicas").Contains(ReplicaManifest.NameOf(Topic, 0));
            _storage.Disk.DeleteDirectory(Second);

            using DataDirectories directories = Open();
            if (wasThere)
            {
                Assert.That(directories.WhyAbsent(GroupOf(0), Replica), Is.EqualTo(ReplicaAbsence.Offline), $"killed at step {step}");
            }
        }

        Assert.That(step, Is.GreaterThan(8));
    }

    private static GroupId GroupOf(int partition) => new(100 + partition);

    private static string HomeOf(string replica) => Path.GetDirectoryName(Path.GetDirectoryName(replica))!;

    private static void Save(LogDirectory directory, GroupId group, int term) =>
        directory.HardState.Save(group, new StoredHardState(new Term(term), ReplicaId.None));

    private static string Create(DataDirectories directories, int partition, DirectoryId? replica = null) =>
        directories.CreateReplica(Topic, partition, "orders", GroupOf(partition), replica ?? Replica).Path;

    private bool IsKilledAt(int step)
    {
        int done = 0;
        using DataDirectories directories = Open();
        _storage.Faults.Before = (_, _) =>
        {
            if (++done >= step)
            {
                throw new IOException("The process is gone.");
            }
        };
        try
        {
            Create(directories, 0);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        finally
        {
            _storage.Faults.Before = static (_, _) => { };
        }
    }

    private string CreateIn(DataDirectories directories, string home)
    {
        _storage.Faults.Free = path => path == home ? 1000 : 10;
        return Create(directories, 0);
    }

    private void PlaceInSecond()
    {
        using DataDirectories directories = Open();
        CreateIn(directories, Second);
        Save(directories.Open[1], GroupOf(0), term: 3);
    }

    private void FailBelow(string directory) => _storage.Faults.Before = (operation, path) =>
    {
        if (operation != "free space" && path.StartsWith(directory, StringComparison.Ordinal))
        {
            throw new IOException($"Input/output error : '{path}'");
        }
    };

    private DataDirectories Open(string[]? further = null) =>
        new DataDirectoriesOpening(_storage.Context, "test", new BrokerId(1), new Random(1)).Open(First, further ?? [Second]);
}
