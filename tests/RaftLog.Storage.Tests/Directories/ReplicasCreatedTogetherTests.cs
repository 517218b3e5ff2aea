using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Many replicas that are created at once: each is there whole or not at all, and none that must not be.</summary>
public sealed class ReplicasCreatedTogetherTests
{
    private const string First = "/data/first";
    private const string Second = "/data/second";
    private const int Many = 10;

    private static readonly Guid Topic = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly DiskThreads Threads = new(1);

    private TestStorage _storage = null!;

    [SetUp]
    public void CreateStorage()
    {
        _storage = new TestStorage();
        _storage.Faults.Free = static _ => 1000;
    }

    [TestCase(1)]
    [TestCase(4)]
    public void AllOfThem_SurviveAPowerLoss(int threads)
    {
        using (DataDirectories directories = Open())
        {
            Assert.That(directories.CreateReplicas(Manifests(), new DiskThreads(threads)), Has.Count.EqualTo(Many));
            Assert.That(directories.First.ReplicaCount, Is.EqualTo(Many));
        }

        _storage.LosePower();
        using DataDirectories again = Open();

        Assert.That(Found(again), Is.EqualTo(Manifests()));
    }

    [Test]
    public void EachOfThem_IsWholeOrNotThere_WhereverTheBrokerWasKilled()
    {
        bool wasKilled = true;
        for (int step = 1; wasKilled; step++)
        {
            CreateStorage();
            Open().Dispose();
            wasKilled = IsKilledAt(step);
            _storage.LosePower();

            using DataDirectories again = Open();

            Assert.That(() => Found(again), Throws.Nothing, $"killed at step {step}");
            Assert.That(again.CreateReplicas([.. Manifests().Except(Found(again))], Threads).Count + Found(again).Count, Is.GreaterThanOrEqualTo(Many));
            Assert.That(Found(again), Is.EqualTo(Manifests()), $"killed at step {step}");
        }
    }

    [Test]
    public void OneThatVotedAndIsGone_IsLeftOut()
    {
        using DataDirectories directories = Open();
        directories.First.HardState.Save(Manifests()[3].Group, new StoredHardState(new Term(5), ReplicaId.None));

        directories.CreateReplicas(Manifests(), Threads);

        Assert.That(Found(directories), Is.EqualTo(Manifests().Where((_, partition) => partition != 3)));
    }

    [Test]
    public void OneWhoseDiskRefuses_IsLeftOut()
    {
        using DataDirectories directories = Open();
        _storage.Faults.Before = (_, path) =>
        {
            if (path.Contains(Manifests()[3].DirectoryName, StringComparison.Ordinal))
            {
                throw new IOException($"Input/output error : '{path}'");
            }
        };

        directories.CreateReplicas(Manifests(), Threads);

        _storage.Faults.Before = static (_, _) => { };
        Assert.That(Found(directories), Is.EqualTo(Manifests().Where((_, partition) => partition != 3)));
    }

    [Test]
    public void WithFurtherDirectories_TheyArePlacedOneByOne()
    {
        using DataDirectories directories = Open(Second);

        Assert.That(directories.CreateReplicas(Manifests(), Threads), Is.Empty);
    }

    private static ReplicaManifest[] Manifests() =>
        [.. Enumerable.Range(0, Many).Select(partition => new ReplicaManifest(Topic, partition, "orders", new GroupId(100 + partition), new DirectoryId(7)))];

    private static List<ReplicaManifest> Found(DataDirectories directories) =>
        [.. Enumerable.Range(0, Many).Select(partition => directories.FindReplica(Topic, partition)?.Manifest).OfType<ReplicaManifest>()];

    private bool IsKilledAt(int step)
    {
        int done = 0;
        bool isKilled = false;
        using DataDirectories directories = Open();
        _storage.Faults.Before = (_, _) =>
        {
            if (++done >= step)
            {
                isKilled = true;
                throw new IOException("The process is gone.");
            }
        };
        try
        {
            directories.CreateReplicas(Manifests(), Threads);
        }
        catch (IOException)
        {
            // As good as any other end.
        }

        _storage.Faults.Before = static (_, _) => { };
        return isKilled;
    }

    private DataDirectories Open(params string[] further) =>
        new DataDirectoriesOpening(_storage.Context, "cluster", new BrokerId(1), new Random(1)).Open(First, further);
}
