using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Metadata;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// Keeps the open replicas in step with the image: opens those that the image places on this broker and directory, closes and deletes those
/// whose topic is gone, hands changed topic configurations to the logs.
/// </summary>
/// <remarks>
/// The image's changes come on a shard's thread and are only noted there; one loop works them off, so that opening a log (recovery, directory
/// flushes) holds up no group. Only that loop touches the data directory.
/// </remarks>
internal sealed class ReplicaSupervisor : IAsyncDisposable
{
    private readonly ReplicaId _self;
    private readonly Guid _incarnation;
    private readonly MetadataStore _store;
    private readonly ReplicationEngine _engine;
    private readonly DataDirectory _directory;
    private readonly StorageContext _storage;
    private readonly ConfigResolver _configs;
    private readonly PartitionRegistry _registry;
    private readonly ILogger _logger;
    private readonly PendingTopics _pending = new();

    // Of the loop only: the directories of the open replicas, and those groups that could not be opened and are not tried again.
    private readonly Dictionary<GroupId, ReplicaDirectory> _open = [];
    private readonly HashSet<GroupId> _failed = [];
    private bool _orphansRemoved;

    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;

    public ReplicaSupervisor(KafkaBrokerEnvironment environment, PartitionRegistry registry)
    {
        _self = new ReplicaId(environment.Broker, environment.Directory.Id);
        _incarnation = environment.IncarnationId;
        _store = environment.Metadata;
        _engine = environment.Engine;
        _directory = environment.Directory;
        _storage = environment.Storage;
        _configs = environment.Configs;
        _registry = registry;
        _logger = environment.Loggers.CreateLogger<ReplicaSupervisor>();
    }

    /// <summary>Whether this broker's own registration was seen and every replica that the image gave it by then was dealt with.</summary>
    public bool IsCaughtUp => Volatile.Read(ref _orphansRemoved);

    public void Start()
    {
        _loop = RunAsync();
        _subscription = _store.Subscribe(_pending.Note);
    }

    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        _pending.Complete();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (await _pending.WaitAsync())
        {
            foreach (var topicId in _pending.Take())
            {
                await TryReconcileAsync(topicId);
            }

            RemoveOrphans();
        }
    }

    private async Task TryReconcileAsync(Guid topicId)
    {
        try
        {
            await ReconcileAsync(topicId);
        }
#pragma warning disable CA1031 // One topic's trouble must not keep the replicas of all others from following the image.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            BrokerLog.TopicNotReconciled(_logger, defect, topicId);
        }
    }

    private async Task ReconcileAsync(Guid topicId)
    {
        // The newest image, not that of the change: a topic that came and went is not opened any more.
        var image = _store.Current;
        if (!image.Topics.TryGet(topicId, out var topic))
        {
            await DeleteAsync(topicId);
            return;
        }

        var options = LogOptions(image, topic);
        foreach (var partition in topic.Partitions)
        {
            if (_registry.TryGet(partition.Group, out var replica))
            {
                // One reference that the writer reads anew with each append.
                replica.Log.Options = options;
            }
            else if (partition.Replicas.Any(_self.Matches) && !_failed.Contains(partition.Group))
            {
                Open(topic, partition, options);
            }
        }
    }

    private void Open(TopicImage topic, PartitionImage partition, PartitionLogOptions options)
    {
        var name = new TopicPartition(topic.Name, partition.Number);
        try
        {
            var directory = _directory.OpenReplica(topic.Id, partition.Number, topic.Name, partition.Group);
            var replica = new PartitionReplica(topic.Id, name, partition.Group, _logger);
            replica.Attach(Open(name, partition, PartitionLog.Open(_storage, directory.Path, options), replica));
            _open[partition.Group] = directory;
            _registry.Add(replica);
            BrokerLog.ReplicaOpened(_logger, name, partition.Group.Value);
        }
        catch (Exception failure) when (failure is DataDirectoryException or LogCorruptException or LogOfflineException or IOException)
        {
            // The other replicas carry on; trying again would not make this one well.
            _failed.Add(partition.Group);
            BrokerLog.ReplicaNotOpened(_logger, failure, name);
        }
    }

    private GroupHandle Open(TopicPartition name, PartitionImage partition, PartitionLog log, PartitionReplica replica)
    {
        try
        {
            return _engine.OpenGroup(new GroupOpening
            {
                Id = partition.Group,
                Name = name.ToString(),
                Self = _self,
                Log = log,
                HardState = _directory.HardState,
                InitialConfiguration = new GroupConfiguration(partition.Replicas),
                StateMachine = replica,
            });
        }
        catch
        {
            // Only a group that is open closes its log.
            log.Dispose();
            throw;
        }
    }

    private async Task DeleteAsync(Guid topicId)
    {
        foreach (var replica in _registry.All.Where(replica => replica.TopicId == topicId).ToList())
        {
            _registry.Remove(replica.Group, out _);
            replica.Retire();
            await _engine.CloseGroupAsync(replica.Group);
            _engine.Leaders.Forget(replica.Group);
            _open.Remove(replica.Group, out var directory);
            Delete(directory!);
        }
    }

    // Topics that were deleted while this broker was down; looked for once, when the image holds this process's own registration.
    private void RemoveOrphans()
    {
        var image = _store.Current;
        if (_orphansRemoved || !image.Brokers.TryGet(_self.Broker, out var registration) || registration.IncarnationId != _incarnation)
        {
            return;
        }

        foreach (var found in _directory.Replicas)
        {
            if (IsOrphan(image, found.Manifest.Group))
            {
                Delete(found);
            }
        }

        Volatile.Write(ref _orphansRemoved, true);
    }

    // Group ids are given in order and never again. So a group that the image does not have was deleted if the image knows later ids to be
    // given; otherwise the image is older than the group, and the replica may be the only copy of a live topic.
    private static bool IsOrphan(MetadataImage image, GroupId group) =>
        group < image.NextGroupId && !image.Topics.ByGroup.ContainsKey(group);

    private void Delete(ReplicaDirectory directory)
    {
        var partition = new TopicPartition(directory.Manifest.TopicName, directory.Manifest.Partition);
        try
        {
            _directory.DeleteReplica(directory);
            BrokerLog.ReplicaDeleted(_logger, partition);
        }
        catch (IOException failure)
        {
            // What is left is an orphan for the next start.
            BrokerLog.ReplicaNotDeleted(_logger, failure, partition);
        }
    }

    private PartitionLogOptions LogOptions(MetadataImage image, TopicImage topic)
    {
        var config = _configs.TopicConfig(image, topic.Name);
        return new PartitionLogOptions
        {
            SegmentBytes = config.SegmentBytes,
            IndexIntervalBytes = config.IndexIntervalBytes,
            Flush = config.Flush == Metadata.FlushMode.Always ? Storage.FlushMode.Always : Storage.FlushMode.Interval,
            FlushInterval = config.FlushInterval,
        };
    }
}
