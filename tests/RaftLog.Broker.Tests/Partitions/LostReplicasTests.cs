using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Broker.Partitions;
using RaftLog.Broker.Tests.Support;
using RaftLog.Metadata;
using RaftLog.Model;
using RaftLog.Storage;
using RaftLog.Tests;

namespace RaftLog.Broker.Tests.Partitions;

/// <summary>Until when a broker remembers replicas whose files are gone.</summary>
public sealed class LostReplicasTests
{
    private static readonly BrokerId Self = new(1);
    private static readonly GroupId Group = new(1);

    private readonly ManualTime _time = new();
    private readonly PlainMeterFactory _meters = new();
    private readonly TestTopics _topics = new();
    private FailingDisk _disk = null!;
    private DataDirectories _directories = null!;
    private ReopenTries _tries = null!;
    private LostReplicas _lost = null!;

    [SetUp]
    public void LoseAReplica()
    {
        _disk = new FailingDisk();
        var storage = new StorageContext(_disk, new LogFlusher(new NobodyListens(), _time), new TailCacheBudget(1 << 20));
        _directories = new DataDirectoriesOpening(storage, "cluster", Self, new Random(1)).Open("/data", []);
        _directories.First.HardState.Save(Group, new StoredHardState(new Term(3), ReplicaId.None));
        _tries = new ReopenTries(TimeSpan.FromSeconds(5), _time, new BrokerMetrics(_meters, _time));
        _lost = new LostReplicas(Self, _directories, _tries, NullLogger.Instance);
        _topics.Set("t", 1);
        _lost.NoteMissing(Topic, Topic.Partitions[0]);
    }

    [TearDown]
    public void Close() => _directories.Dispose();

    [OneTimeTearDown]
    public void Dispose() => _meters.Dispose();

    private TopicImage Topic => _topics.Topics.ByName["t"];

    [Test]
    public void LostReplica_IsRemembered_UntilItsPartitionIsNotOnThisBrokerAnyMore()
    {
        var partition = Topic.Partitions[0];

        Assert.That((_lost.Count, _lost.Of(partition)), Is.EqualTo((1, partition.Replicas[0])));
        Assert.That(_lost.Of(partition with { Replicas = [new ReplicaId(new BrokerId(2), new DirectoryId(2))] }), Is.Null);
        Assert.That((_lost.Count, _directories.HasPromises(Group, out _)), Is.EqualTo((0, false)));
    }

    [Test]
    public void LostReplicaOfADeletedTopic_IsForgotten_WithWhatItPromised()
    {
        _lost.ForgetTopic(Guid.Empty);
        Assert.That(_lost.Has(Group), Is.True);

        _lost.ForgetTopic(Topic.Id);

        Assert.That((_lost.Count, _lost.Has(Group), _directories.HasPromises(Group, out _)), Is.EqualTo((0, false, false)));
    }

    [Test]
    public void LostReplicaOfADeletedTopic_WhoseDiskTakesNoWrites_IsTriedAgain_AndForgottenOnceItDoes()
    {
        _disk.Full = "hard-state";
        _lost.ForgetTopic(Topic.Id);
        Assert.That((_lost.Count, _tries.Has(Group), _directories.First.HasFailed), Is.EqualTo((1, true, true)));
        Assert.That(_lost.ForgetOrphans(group => group == Group), Is.EquivalentTo(new[] { Group }));

        _disk.Full = null;

        Assert.That(_lost.ForgetOrphans(group => group == Group), Is.Empty);
        Assert.That((_lost.Count, _directories.HasPromises(Group, out _)), Is.EqualTo((0, false)));
    }
}
