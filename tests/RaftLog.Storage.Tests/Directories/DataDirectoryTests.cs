using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>A broker only starts with its own, whole data directory.</summary>
public sealed class DataDirectoryTests
{
    private const string Root = "/data/broker";
    private static readonly DirectoryId Replica = new(7);
    private static readonly Guid Topic = new("00112233-4455-6677-8899-aabbccddeeff");

    private TestStorage _storage = null!;

    [SetUp]
    public void CreateStorage() => _storage = new TestStorage();

    [Test]
    public void Directory_KeepsItsIdAndReplicas()
    {
        DirectoryId id;
        using (DataDirectory first = Open(seed: 1))
        {
            id = first.Id;
            first.CreateReplica(Topic, 3, "orders", new GroupId(9), Replica);
        }

        _storage.LosePower();
        using DataDirectory second = Open(seed: 2);

        Assert.That(second.Id, Is.EqualTo(id));
        ReplicaDirectory replica = second.Replicas.Single();
        Assert.That(replica.Manifest, Is.EqualTo(new ReplicaManifest(Topic, 3, "orders", new GroupId(9), Replica)));
        Assert.That(replica.Path, Is.EqualTo("/data/broker/replicas/00112233445566778899aabbccddeeff-3"));
        Assert.That(second.FindReplica(Topic, 3), Is.EqualTo(replica));
    }

    [Test]
    public void Open_RefusesTheDirectoryOfAnotherBrokerOrCluster()
    {
        Open().Dispose();

        Assert.That(() => Open(broker: 2), Refused("belongs to broker 1, but this broker is configured as 2"));
        Assert.That(() => Open(cluster: "other"), Refused("belongs to cluster 'test', but this broker is configured for 'other'"));
    }

    [Test]
    public void Open_RefusesADirectoryInUse_AndTakesItAfterwards()
    {
        using (Open())
        {
            Assert.That(() => Open(), Refused("in use by another process"));
        }

        Assert.That(() => Open().Dispose(), Throws.Nothing);
    }

    [Test]
    public void Open_RefusesANewerFormat()
    {
        Open().Dispose();
        CheckedFile.Write(_storage.Disk, $"{Root}/meta", "RLDATDIR"u8, version: 3, []);

        Assert.That(() => Open(), Refused("format version 3; this program reads up to 2"));
    }

    [Test]
    public void Open_RefusesADamagedIdentity()
    {
        Open().Dispose();
        _storage.Damage($"{Root}/meta", 30);

        Assert.That(() => Open(), Refused("meta is damaged"));
    }

    [Test]
    public void Open_RefusesADirectoryThatLostItsVotes()
    {
        Open().Dispose();
        _storage.Disk.DeleteFile($"{Root}/hard-state");

        Assert.That(() => Open(), Refused("what this broker has voted is lost"));
    }

    [Test]
    public void Open_RefusesADirectoryThatLostItsIdentity()
    {
        Open().Dispose();
        _storage.Disk.DeleteFile($"{Root}/meta");

        Assert.That(() => Open(), Refused("its meta file is missing"));
    }

    [Test]
    public void Open_SaysThatTheDiskCannotBeWritten()
    {
        _storage.Faults.Before = static (_, path) => throw new IOException($"Read-only file system : '{path}'");

        Assert.That(() => Open(), Refused("cannot be used: Read-only file system"));
    }

    [Test]
    public void CreateReplica_RefusesOneThatVotedAndIsGone()
    {
        using DataDirectory directory = Open();
        ReplicaDirectory replica = directory.CreateReplica(Topic, 0, "orders", new GroupId(9), Replica);
        directory.HardState.Save(new GroupId(9), new StoredHardState(new Term(5), ReplicaId.None));
        _storage.Disk.DeleteDirectory(replica.Path);

        Assert.That(() => directory.CreateReplica(Topic, 0, "orders", new GroupId(9), Replica), Refused("is missing, but it took part in term 5"));
    }

    [Test]
    public void QuarantinedReplica_IsKeptAside_AndIsLostUntilItsPromisesAreForgotten()
    {
        using DataDirectory directory = Open();
        ReplicaDirectory replica = directory.CreateReplica(Topic, 0, "orders", new GroupId(9), Replica);
        directory.HardState.Save(new GroupId(9), new StoredHardState(new Term(5), ReplicaId.None));

        string? quarantine = directory.QuarantineReplica(Topic, 0);

        Assert.That(quarantine, Is.EqualTo(replica.Path + ".damaged-1"));
        Assert.That(directory.FindReplica(Topic, 0), Is.Null);
        Assert.That(directory.Replicas, Is.Empty);
        Assert.That(() => directory.CreateReplica(Topic, 0, "orders", new GroupId(9), Replica), Refused("took part in term 5"));

        directory.ForgetReplica(new GroupId(9));
        directory.CreateReplica(Topic, 0, "orders", new GroupId(9), new DirectoryId(8));

        Assert.That(directory.FindReplica(Topic, 0)!.Manifest.Directory, Is.EqualTo(new DirectoryId(8)));
        Assert.That(directory.QuarantineReplica(Topic, 0), Is.EqualTo(replica.Path + ".damaged-2"));
        Assert.That(_storage.Disk.DirectoryExists(quarantine!), Is.True);
    }

    [Test]
    public void ReplicaWithADamagedManifest_IsReportedWhenAskedFor_AndHidesNoOther()
    {
        using DataDirectory directory = Open();
        ReplicaDirectory damaged = directory.CreateReplica(Topic, 0, "orders", new GroupId(9), Replica);
        directory.CreateReplica(Topic, 1, "orders", new GroupId(10), Replica);
        _storage.Disk.DeleteFile($"{damaged.Path}/manifest");

        Assert.That(() => directory.FindReplica(Topic, 0), Throws.InstanceOf<LogCorruptException>());
        Assert.That(directory.Replicas.Select(found => found.Manifest.Partition), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void LostMetadataLog_IsNotTakenForANewOne_BeforeAnotherReplicaTookItsPlace()
    {
        using (DataDirectory directory = Open())
        {
            directory.HardState.Save(GroupId.Metadata, new StoredHardState(new Term(2), ReplicaId.None));
        }

        _storage.Disk.DeleteDirectory($"{Root}/metadata");

        Open().Dispose();
        using (DataDirectory directory = Open())
        {
            Assert.That(directory.MetadataLoss?.Message, Does.Contain("took part in term 2"));
            Assert.That(_storage.Disk.DirectoryExists(directory.MetadataLogPath), Is.False);
            directory.ReplaceMetadataReplica(Replica);
        }

        using DataDirectory replaced = Open();
        Assert.That(replaced.MetadataLoss, Is.Null);
        Assert.That(replaced.ReadMetadataReplica(), Is.EqualTo(Replica));
    }

    [Test]
    public void ReplacedMetadataReplica_IsEmpty_AndTheFilesOfTheOldOneAreKept()
    {
        using DataDirectory directory = Open();
        Assert.That(directory.ReadMetadataReplica(), Is.Null);
        directory.MetadataSnapshots.Save(new LogSnapshot(new LogIndex(3), new Term(1), ReadOnlyMemory<byte>.Empty, new byte[] { 1 }));
        directory.HardState.Save(GroupId.Metadata, new StoredHardState(new Term(2), ReplicaId.None));

        string aside = directory.ReplaceMetadataReplica(Replica);

        Assert.That(aside, Is.EqualTo($"{Root}/metadata.damaged-1"));
        Assert.That(_storage.Files(".snapshot", $"{aside}/snapshots"), Has.Count.EqualTo(1));
        Assert.That(directory.ReadMetadataReplica(), Is.EqualTo(Replica));
        Assert.That(directory.MetadataSnapshots.LoadLatest(), Is.Null);
        Assert.That(_storage.Disk.EnumerateFiles(directory.MetadataLogPath), Is.Empty);
        Assert.That(directory.HardState.TryGet(GroupId.Metadata, out _), Is.True, "A promise was forgotten.");
        Assert.That(directory.ReplaceMetadataReplica(new DirectoryId(8)), Is.EqualTo($"{Root}/metadata.damaged-2"));
    }

    /// <summary>The power goes before each operation of the disk, and the directory is opened again.</summary>
    [Test]
    public void CrashWhileTheMetadataReplicaIsReplaced_LeavesTheOldOneOrTheNewOne([Values] bool losesPower)
    {
        bool isDone = false;
        for (int operations = 0; !isDone; operations++)
        {
            CreateStorage();
            using (DataDirectory directory = Open())
            {
                directory.MetadataSnapshots.Save(new LogSnapshot(new LogIndex(3), new Term(1), ReadOnlyMemory<byte>.Empty, new byte[] { 1 }));
                directory.HardState.Save(GroupId.Metadata, new StoredHardState(new Term(2), ReplicaId.None));
                directory.HardState.FlushNow();
                isDone = ReplaceUntilCrash(directory, operations);
            }

            if (losesPower)
            {
                _storage.LosePower();
            }

            using DataDirectory reopened = Open();
            bool isReplaced = reopened.ReadMetadataReplica() == Replica;
            Assert.That(reopened.MetadataSnapshots.LoadLatest() is null, Is.EqualTo(isReplaced), $"After {operations} operations.");
            Assert.That(reopened.MetadataLoss, Is.Null, $"After {operations} operations.");
            Assert.That(isReplaced || !isDone, Is.True);
        }
    }

    [Test]
    public void DeleteReplica_RemovesItAndItsVotes_SoThatItCanBeCreatedAnew()
    {
        using DataDirectory directory = Open();
        ReplicaDirectory replica = directory.CreateReplica(Topic, 0, "orders", new GroupId(9), Replica);
        directory.HardState.Save(new GroupId(9), new StoredHardState(new Term(5), ReplicaId.None));

        directory.DeleteReplica(replica);

        Assert.That(directory.Replicas, Is.Empty);
        Assert.That(directory.HardState.Groups, Is.Empty);
        Assert.That(() => directory.CreateReplica(Topic, 0, "orders", new GroupId(9), Replica), Throws.Nothing);
    }

    [Test]
    public void Snapshots_KeepTheNewest_AndReportDamage()
    {
        using DataDirectory directory = Open();
        SnapshotStore snapshots = directory.MetadataSnapshots;
        Assert.That(snapshots.LoadLatest(), Is.Null);
        snapshots.Save(new LogSnapshot(new LogIndex(5), new Term(1), new byte[] { 1 }, new byte[] { 2, 3 }));
        snapshots.Save(new LogSnapshot(new LogIndex(10), new Term(2), new byte[] { 4 }, new byte[] { 5, 6 }));

        LogSnapshot? latest = snapshots.LoadLatest();
        Assert.That((latest!.Index, latest.Term), Is.EqualTo((new LogIndex(10), new Term(2))));
        Assert.That((latest.Configuration.ToArray(), latest.Content.ToArray()), Is.EqualTo((new byte[] { 4 }, new byte[] { 5, 6 })));
        IReadOnlyList<string> files = _storage.Files(".snapshot", $"{Root}/metadata/snapshots");
        Assert.That(files, Has.Count.EqualTo(2));
        _storage.Damage(files[0], 40);
        _storage.Damage(files[1], 40);
        Assert.That(() => snapshots.LoadLatest(), Throws.InstanceOf<LogCorruptException>());
    }

    // A killed process leaves names that were never flushed; whoever acts on what it reads there must make it durable first.
    [Test]
    public void WhatARestartFindsAfterAKillAtAnyStep_OutlivesAPowerLoss()
    {
        int step = 0;
        bool wasKilled = true;
        while (wasKilled)
        {
            _storage = new TestStorage();
            wasKilled = IsKilledAt(++step);
            _storage.Restart();
            var found = Look();

            _storage.LosePower();

            Assert.That(Look(), Is.EqualTo(found), $"killed at step {step}");
        }

        Assert.That(step, Is.GreaterThan(20));
    }

    private bool IsKilledAt(int step)
    {
        int done = 0;
        _storage.Faults.Before = (_, _) =>
        {
            if (++done >= step)
            {
                throw new IOException("The process is gone.");
            }
        };
        try
        {
            using DataDirectory directory = Open();
            try
            {
                directory.CreateReplica(Topic, 3, "orders", new GroupId(9), Replica);
                directory.MetadataSnapshots.Save(new LogSnapshot(new LogIndex(5), new Term(1), new byte[] { 1 }, new byte[] { 2, 3 }));
            }
            finally
            {
                _storage.Faults.Before = static (_, _) => { };
            }
        }
        catch (Exception exception) when (exception is IOException or DataDirectoryException)
        {
            _storage.Faults.Before = static (_, _) => { };
            return true;
        }

        return false;
    }

    private bool ReplaceUntilCrash(DataDirectory directory, int operations)
    {
        int done = 0;
        _storage.Faults.Before = (_, _) =>
        {
            if (done++ >= operations)
            {
                throw new IOException("The process is gone.");
            }
        };
        try
        {
            directory.ReplaceMetadataReplica(Replica);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            _storage.Faults.Before = static (_, _) => { };
        }
    }

    private (DirectoryId Id, ReplicaManifest? Replica, LogIndex? Snapshot) Look()
    {
        using DataDirectory directory = Open();
        return (directory.Id, directory.FindReplica(Topic, 3)?.Manifest, directory.MetadataSnapshots.LoadLatest()?.Index);
    }

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string reason) =>
        Throws.InstanceOf<DataDirectoryException>().With.Message.Contains(reason);

    private DataDirectory Open(int seed = 1, int broker = 1, string cluster = "test") =>
        DataDirectory.Open(_storage.Context, Root, cluster, new BrokerId(broker), new Random(seed));
}
