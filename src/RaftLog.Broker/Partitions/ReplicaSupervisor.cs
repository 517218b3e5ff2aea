using Microsoft.Extensions.Logging;
using RaftLog.Metadata;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// Keeps the replicas here in step with the image: opens, creates and deletes them (<see cref="ReplicaPlan"/> decides), has the groups that are
/// led here driven to the replicas that are wanted, reports what is lost, found and done, and hands changed topic configurations to the logs.
/// </summary>
/// <remarks>
/// The image's changes come on a shard's thread and are only noted there; one loop works them off, so that opening a log (recovery, directory
/// flushes) holds up no group.
/// </remarks>
internal sealed class ReplicaSupervisor : IAsyncDisposable
{
    private const int MaxSteps = 3;
    private const int PartitionsTogether = 256;

    private readonly BrokerId _self;
    private readonly Guid _incarnation;
    private readonly MetadataStore _store;
    private readonly ConfigResolver _configs;
    private readonly PartitionRegistry _registry;
    private readonly LocalReplicas _replicas;
    private readonly MetadataReplica _metadata;
    private readonly ReopenTries _tries;
    private readonly FileDeleteDelays _deleteDelays;
    private readonly ReplicaReports _reports;
    private readonly ILogger _logger;
    private readonly PendingTopics _pending = new();
    private readonly ITimer _retry;

    private readonly TaskCompletionSource _metadataKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isCaughtUp;
    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;

    public ReplicaSupervisor(KafkaBrokerEnvironment environment, PartitionRegistry registry)
    {
        _self = environment.Broker;
        _incarnation = environment.IncarnationId;
        _store = environment.Metadata;
        _configs = environment.Configs;
        _registry = registry;
        _logger = environment.Loggers.CreateLogger<ReplicaSupervisor>();
        _metadata = environment.MetadataReplica;
        _tries = new ReopenTries(environment.Options.ReplicaRetryPause, environment.Time, environment.Metrics);
        _deleteDelays = new FileDeleteDelays(environment.Metadata, environment.Configs);
        _replicas = new LocalReplicas(environment, registry, _tries, _deleteDelays, _pending.Note, _logger);
        _reports = new ReplicaReports(environment.Controller, environment.Time);
        _retry = environment.Time.CreateTimer(_ => NoteAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Whether this broker's own registration was seen, every replica that the image gave it by then was dealt with, and none is lost that
    /// the controller does not know of: whoever stops another broker now would count on a replica that is not there.
    /// </summary>
    public bool IsCaughtUp => Volatile.Read(ref _isCaughtUp) && _replicas.LostCount == 0;

    /// <summary>Completes when this broker's own registration is seen: then the image is as new as this process, or newer.</summary>
    public Task MetadataKnown => _metadataKnown.Task;

    /// <summary>How many logs, that of the metadata included, are closed until their disk takes writes again.</summary>
    public int OfflineLogs => _tries.Count;

    /// <summary>Whether a log is one of those. Callable from any thread.</summary>
    public bool IsClosedForItsDisk(GroupId group) => _tries.Has(group);

    public void Start()
    {
        _metadata.NeedsAttention += _pending.Wake;
        _reports.Start();
        _loop = RunAsync();
        _subscription = _store.Subscribe(Note);
    }

    public async ValueTask DisposeAsync()
    {
        _metadata.NeedsAttention -= _pending.Wake;
        _subscription?.Dispose();
        await _retry.DisposeAsync();
        _pending.Complete();
        await _loop;
        _replicas.Dispose();
        await _reports.DisposeAsync();
    }

    // The delays first: they are asked for by the loop that the topics wake.
    private void Note(MetadataChange change)
    {
        _deleteDelays.Note(change);
        _pending.Note(change);
        if (IsCurrent(change.New))
        {
            _metadataKnown.TrySetResult();
        }
    }

    private async Task RunAsync()
    {
        while (await _pending.WaitAsync())
        {
            var (topics, image) = _pending.Take();
            bool catchesUp = !Volatile.Read(ref _isCaughtUp) && IsCurrent(image);
            await TryReconcileMetadataAsync();
            foreach (var some in Together(catchesUp ? topics.Union(_store.Current.Topics.ById.Keys) : topics))
            {
                TryPrepare(some);
                foreach (var topicId in some)
                {
                    await TryReconcileAsync(topicId);
                }

                _replicas.EndPreparation();
            }

            if (catchesUp || HasOrphanToTry())
            {
                RemoveOrphans();
            }

            _deleteDelays.Forget(topics, orphansAreGone: Volatile.Read(ref _isCaughtUp));

            if (_tries.Count > 0)
            {
                _retry.Change(_tries.Wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async Task TryReconcileMetadataAsync()
    {
        try
        {
            await _metadata.ReconcileAsync(_tries);
        }
#pragma warning disable CA1031 // The partitions here go on as far as they can without the metadata.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            BrokerLog.MetadataNotReconciled(_logger, defect);
        }
    }

    // Topics with so many partitions that it pays to open them together, and not so many that the first ones wait for long.
    private IEnumerable<List<Guid>> Together(IEnumerable<Guid> topics)
    {
        var some = new List<Guid>();
        int partitions = 0;
        foreach (var topicId in topics)
        {
            some.Add(topicId);
            partitions += _store.Current.Topics.TryGet(topicId, out var topic) ? topic.Partitions.Length : 0;
            if (partitions >= PartitionsTogether)
            {
                yield return some;
                some = [];
                partitions = 0;
            }
        }

        if (some.Count > 0)
        {
            yield return some;
        }
    }

    private void TryPrepare(List<Guid> topics)
    {
        try
        {
            Prepare(topics);
        }
#pragma warning disable CA1031 // What was to be done together is done one by one, where it concerns one topic only.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            BrokerLog.ReplicasNotPrepared(_logger, defect, topics.Count);
        }
    }

    private void Prepare(List<Guid> topics)
    {
        var image = _store.Current;
        var wanted = new List<WantedReplica>();
        foreach (var topicId in topics)
        {
            if (image.Topics.TryGet(topicId, out var topic))
            {
                var options = LogOptions(_configs.TopicConfig(image, topic.Name));
                wanted.AddRange(topic.Partitions.Select(partition => new WantedReplica(topic, partition, options)));
            }
        }

        _replicas.Prepare(wanted, IsCurrent(image));
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
            await _replicas.DeleteTopicAsync(topicId);
            if (_tries.Count > 0)
            {
                // Its replicas may be among those that are closed because their disk failed.
                _replicas.DeleteOrphans(group => IsOrphan(image, group));
            }

            return;
        }

        var config = _configs.TopicConfig(image, topic.Name);
        var options = LogOptions(config);
        foreach (var partition in topic.Partitions)
        {
            await TryReconcileAsync(topic, partition, options, IsCurrent(image));
            if (_registry.TryGet(partition.Group, out var replica))
            {
                // One reference that the writer reads anew with each append.
                replica.Log.Options = options;
                _replicas.RepairManifest(replica);
                replica.Want(new WantedMembers(partition.Replicas));
                ReportSettled(topic, partition, replica);
            }
        }
    }

    // The disk of one partition's replica may fail while those of the others are well.
    private async Task TryReconcileAsync(TopicImage topic, PartitionImage partition, PartitionLogOptions options, bool isCurrent)
    {
        try
        {
            await ReconcileAsync(topic, partition, options, isCurrent);
        }
        catch (Exception failure) when (ReplicaDamage.IsOfOneReplica(failure))
        {
            _replicas.NoteFailure(topic, partition, failure);
        }
    }

    private async Task ReconcileAsync(TopicImage topic, PartitionImage partition, PartitionLogOptions options, bool isCurrent)
    {
        if (_registry.TryGet(partition.Group, out var open))
        {
            if (open.Damage is { } damage)
            {
                await _replicas.CloseDamagedAsync(topic, partition, open, damage);
            }
            else if (open.State.Role == GroupRole.Offline)
            {
                await _replicas.CloseFailedAsync(open);
                return;
            }
        }

        // A step that takes away what was here leads to another one. Bounded, should the disk go on to show what was taken away.
        for (int step = 0; step < MaxSteps && !await TakeStepAsync(topic, partition, options, isCurrent); step++)
        {
        }

        int lost = partition.Lost.Count();
        if (lost > partition.Replicas.Length / 2 && partition.IsOn(_self))
        {
            BrokerLog.MajorityLost(_logger, new TopicPartition(topic.Name, partition.Number), lost, partition.Replicas.Length);
        }
    }

    // False when there is another step to take.
    private async Task<bool> TakeStepAsync(TopicImage topic, PartitionImage partition, PartitionLogOptions options, bool isCurrent)
    {
        var (action, replica) = ReplicaPlan.Next(
            partition, _self, _replicas.Held(topic, partition), _replicas.Lost(partition), _replicas.IsOffline(partition), isCurrent);
        switch (action)
        {
            case ReplicaAction.Keep:
                return _replicas.Open(topic, partition, options);
            case ReplicaAction.KeepAndReport:
                _reports.Add(topic.Id, partition.Number, ReplicaReportKind.Found, [replica]);
                return _replicas.Open(topic, partition, options);
            case ReplicaAction.Create:
                _replicas.Create(topic, partition, replica, options);
                return true;
            case ReplicaAction.ReportLost:
                _reports.Add(topic.Id, partition.Number, ReplicaReportKind.Lost, [replica]);
                return true;
            case ReplicaAction.Delete:
                return !await _replicas.DeleteAsync(topic.Id, partition.Number, partition.Group);
            default:
                _tries.Forget(partition.Group);
                return true;
        }
    }

    // The group's own log says who belongs to it; its leader tells the controller when that is news to the image.
    private void ReportSettled(TopicImage topic, PartitionImage partition, PartitionReplica replica)
    {
        var members = replica.Members;
        if (partition.IsChanging
            && replica.State.IsLeader
            && !members.IsJoint
            && (partition.Adding.Any(members.Voters.Contains) || partition.Removing.Any(removed => !members.Voters.Contains(removed))))
        {
            _reports.Add(topic.Id, partition.Number, ReplicaReportKind.Settled, members.Voters);
        }
    }

    // What is left of a topic that is gone because its disk refused; no change of the image leads to it any more.
    private bool HasOrphanToTry()
    {
        var image = _store.Current;
        return Volatile.Read(ref _isCaughtUp) && _tries.AnyDue(group => IsOrphan(image, group));
    }

    // Topics that were deleted while this broker was down; looked for when the image holds this process's own registration.
    private void RemoveOrphans()
    {
        var image = _store.Current;
        _replicas.DeleteOrphans(group => IsOrphan(image, group));
        Volatile.Write(ref _isCaughtUp, true);
    }

    private bool IsCurrent(MetadataImage image) => image.Brokers.TryGet(_self, out var registration) && registration.IncarnationId == _incarnation;

    // Group ids are given in order and never again. So a group that the image does not have was deleted if the image knows later ids to be
    // given; otherwise the image is older than the group, and the replica may be the only copy of a live topic.
    private static bool IsOrphan(MetadataImage image, GroupId group) =>
        group != GroupId.Metadata && group < image.NextGroupId && !image.Topics.ByGroup.ContainsKey(group);

    private void NoteAll()
    {
        foreach (var topic in _store.Current.Topics.ById.Keys)
        {
            _pending.Note(topic);
        }

        // Without a topic there may still be the metadata log.
        _pending.Wake();
    }

    private static PartitionLogOptions LogOptions(TopicConfig config)
    {
        return new PartitionLogOptions
        {
            SegmentBytes = config.SegmentBytes,
            // Kafka takes values below what a log here can do; they ask for the most of it.
            IndexIntervalBytes = Math.Max(config.IndexIntervalBytes, PartitionLogOptions.LeastIndexIntervalBytes),
            Flush = config.Flush,
            FlushInterval = config.FlushInterval > TimeSpan.Zero ? config.FlushInterval : TimeSpan.FromMilliseconds(1),
        };
    }
}
