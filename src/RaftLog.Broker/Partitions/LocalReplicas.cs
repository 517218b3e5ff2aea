using Microsoft.Extensions.Logging;
using RaftLog.Metadata;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// The replicas on this broker's disks: opens, creates, closes, deletes them and puts damaged ones aside. Of the supervisor's loop only, which so is the
/// only one that touches the log directories.
/// </summary>
internal sealed partial class LocalReplicas : IDisposable
{
    // How often a replica that the disk refuses to read is tried before it counts as lost.
    private const int MaxReadTries = 3;

    private readonly BrokerId _self;
    private readonly ReplicationEngine _engine;
    private readonly DataDirectories _directories;
    private readonly PartitionRegistry _registry;
    private readonly BrokerMetrics _metrics;
    private readonly Action<Guid> _needsAttention;
    private readonly ILogger _logger;

    // The directories of the open replicas.
    private readonly Dictionary<GroupId, ReplicaDirectory> _open = [];

    private readonly LostReplicas _lost;

    private readonly FileDeleteDelays _deleteDelays;
    private readonly DelayedDeletions _deletions;
    private readonly ReopenTries _tries;

    public LocalReplicas(
        KafkaBrokerEnvironment environment,
        PartitionRegistry registry,
        ReopenTries tries,
        FileDeleteDelays deleteDelays,
        Action<Guid> needsAttention,
        ILogger logger)
    {
        _tries = tries;
        _deleteDelays = deleteDelays;
        _self = environment.Broker;
        _engine = environment.Engine;
        _directories = environment.Directories;
        _registry = registry;
        _metrics = environment.Metrics;
        _needsAttention = needsAttention;
        _logger = logger;
        _threads = new DiskThreads(environment.Options.ReplicaThreads);
        _ahead = new LogsAhead(_threads);
        _lost = new LostReplicas(_self, _directories, tries, logger);
        _deletions = new DelayedDeletions(environment.Storage.FileSystem, environment.Time, logger);
    }

    /// <summary>How many replicas are lost of which the controller has yet to learn, or to say what follows them. Readable from any thread.</summary>
    public int LostCount => _lost.Count;

    /// <summary>The replica of the partition that is on the disk; null when there is none that can be read.</summary>
    public ReplicaId? Held(TopicImage topic, PartitionImage partition)
    {
        if (_open.TryGetValue(partition.Group, out var open))
        {
            return IdentityOf(open);
        }

        try
        {
            if (_directories.FindReplica(topic.Id, partition.Number) is { } found)
            {
                return IdentityOf(found);
            }

            // The files are gone, but not the memory of having taken part, or of having been placed.
            if (!_lost.Has(partition.Group) && WhyAbsent(partition) == ReplicaAbsence.Lost)
            {
                _lost.NoteMissing(topic, partition);
            }
        }
        catch (LogCorruptException damage)
        {
            Quarantine(topic, partition, damage);
        }

        return null;
    }

    /// <summary>The replica of the partition that was lost here and is not replaced yet.</summary>
    public ReplicaId? Lost(PartitionImage partition) => _lost.Of(partition);

    /// <summary>Whether the replica that is wanted here lies in a log directory that is offline: another one must not take its name.</summary>
    public bool IsOffline(PartitionImage partition) => WhyAbsent(partition) == ReplicaAbsence.Offline;

    /// <summary>Opens the replica that is on the disk, if it is not open and due; false when it is damaged and has been put aside.</summary>
    public bool Open(TopicImage topic, PartitionImage partition, PartitionLogOptions options)
    {
        if (_open.ContainsKey(partition.Group) || !_tries.IsDue(partition.Group))
        {
            return true;
        }

        try
        {
            var home = _directories.HomeOf(topic.Id, partition.Number)!;
            var directory = home.FindReplica(topic.Id, partition.Number)!;
            if (_tries.Has(partition.Group))
            {
                // Recovery may succeed on a disk that takes no more writes, and the first append would fail again.
                home.RequireWritable(directory.Path);
            }

            Open(topic, partition, home, directory, options);
            return true;
        }
        catch (Exception failure) when (ReplicaDamage.IsOfOneReplica(failure))
        {
            int tries = _tries.Failed(partition.Group);
            if (ReplicaDamage.IsDamage(failure) || (ReplicaDamage.IsUnreadable(failure) && tries >= MaxReadTries))
            {
                Quarantine(topic, partition, failure);
                return false;
            }

            TellFailure(topic, partition, failure);
            return true;
        }
    }

    /// <summary>
    /// Notes that the disk refused something about a replica, so that it is tried again. The other replicas carry on. Files are put aside for damage
    /// only: a disk that is full is so for every replica on it.
    /// </summary>
    public void NoteFailure(TopicImage topic, PartitionImage partition, Exception failure)
    {
        _tries.Failed(partition.Group);
        TellFailure(topic, partition, failure);
    }

    /// <summary>Creates an empty replica and opens it.</summary>
    public void Create(TopicImage topic, PartitionImage partition, ReplicaId replica, PartitionLogOptions options)
    {
        if (!_tries.IsDue(partition.Group))
        {
            return;
        }

        var name = NameOf(topic, partition);
        try
        {
            _lost.Forget(partition.Group);
            _directories.CreateReplica(topic.Id, partition.Number, topic.Name, partition.Group, replica.Directory);
            BrokerLog.ReplicaCreated(_logger, name, replica);
        }
        catch (Exception failure) when (ReplicaDamage.IsOfOneReplica(failure))
        {
            NoteFailure(topic, partition, failure);
            return;
        }

        Open(topic, partition, options);
    }

    /// <summary>Writes the manifest of an open replica anew if it was found damaged.</summary>
    public void RepairManifest(PartitionReplica replica)
    {
        if (!replica.HasBadManifest || !_open.TryGetValue(replica.Group, out var directory))
        {
            return;
        }

        try
        {
            _directories.DirectoryOf(directory).RewriteManifest(directory);
            replica.ForgetBadManifest();
        }
        catch (IOException failure)
        {
            // The next pass of the scrubber finds it again.
            BrokerLog.ManifestNotRepaired(_logger, failure, replica.Partition);
        }
    }

    /// <summary>
    /// Closes a replica whose log went offline because a write or a flush failed, so that it is opened again, and recovered from what its disk
    /// really holds, when the disk takes writes.
    /// </summary>
    public async Task CloseFailedAsync(PartitionReplica replica)
    {
        if (_open.TryGetValue(replica.Group, out var directory))
        {
            _directories.DirectoryOf(directory).NoteFailure();
        }

        await CloseAsync(replica);
        _tries.Failed(replica.Group);
        BrokerLog.ReplicaClosedForFailure(_logger, replica.Partition, _tries.PauseOf(replica.Group));
    }

    /// <summary>Closes a replica in whose files damage was found, and puts them aside.</summary>
    public async Task CloseDamagedAsync(TopicImage topic, PartitionImage partition, PartitionReplica replica, Exception damage)
    {
        await CloseAsync(replica);
        Quarantine(topic, partition, damage);
    }

    /// <summary>Closes a replica, if it is open, and deletes its files; false when its disk refuses, which is tried again.</summary>
    public async Task<bool> DeleteAsync(Guid topicId, int partition, GroupId group)
    {
        _ahead.Close(group);

        // What an open replica's manifest says is known: a disk that does not give it back just now keeps nothing open.
        var directory = _open.GetValueOrDefault(group);
        if (_registry.TryGet(group, out var replica))
        {
            await CloseAsync(replica);
        }

        if ((directory ?? _directories.FindReplica(topicId, partition)) is { } found)
        {
            return Delete(found);
        }

        _tries.Forget(group);
        return true;
    }

    /// <summary>Closes and deletes all replicas of a topic that is gone.</summary>
    public async Task DeleteTopicAsync(Guid topicId)
    {
        foreach (var replica in _registry.All.Where(replica => replica.TopicId == topicId).ToList())
        {
            await DeleteAsync(topicId, replica.Partition.Partition, replica.Group);
        }

        _lost.ForgetTopic(topicId);
    }

    /// <summary>Deletes what is on the disk of groups that are gone and not open.</summary>
    public void DeleteOrphans(Predicate<GroupId> isOrphan)
    {
        var refused = _lost.ForgetOrphans(isOrphan);
        bool sawAll = true;
        foreach (var directory in _directories.Open)
        {
            sawAll &= Passing(directory, () => DeleteOrphans(directory, isOrphan, refused));
        }

        // Those that are waited for may be among what could not be read.
        if (sawAll)
        {
            _tries.ForgetAll(group => isOrphan(group) && !refused.Contains(group));
        }

        Passing(_directories.First, () => _directories.ForgetPlacements(isOrphan));
    }

    /// <summary>Leaves what was not removed yet to the next start.</summary>
    public void Dispose() => _deletions.Dispose();

    private static TopicPartition NameOf(TopicImage topic, PartitionImage partition) => new(topic.Name, partition.Number);

    private ReplicaAbsence? WhyAbsent(PartitionImage partition) =>
        partition.ReplicaOn(_self) is { } wanted ? _directories.WhyAbsent(partition.Group, wanted.Directory) : null;

    private ReplicaId IdentityOf(ReplicaDirectory found) => new(_self, found.Manifest.Directory);

    private void Open(TopicImage topic, PartitionImage partition, LogDirectory home, ReplicaDirectory directory, PartitionLogOptions options)
    {
        var name = NameOf(topic, partition);
        var replica = new PartitionReplica(topic.Id, name, partition.Group, _needsAttention, _logger);
        var log = _ahead.Take(directory, home.Storage, options);
        try
        {
            _engine.OpenGroup(new GroupOpening
            {
                Id = partition.Group,
                Name = name.ToString(),
                Self = IdentityOf(directory),
                Log = log,
                HardState = home.HardState,
                InitialConfiguration = ReplicaPlan.InitialConfiguration(partition, IdentityOf(directory)),
                StateMachine = replica,
                Opened = group =>
                {
                    // Who was told that it leads, finds it: a new topic's creator, for one, uses it at once.
                    replica.Attach(group);
                    _registry.Add(replica);
                },
            });
        }
        catch
        {
            // Only a group that is open closes its log.
            log.Dispose();
            throw;
        }

        int tries = _tries.Forget(partition.Group);
        if (tries > 0)
        {
            BrokerLog.ReplicaReopened(_logger, name, tries);
        }

        _open[partition.Group] = directory;
        BrokerLog.ReplicaOpened(_logger, name, partition.Group.Value);
    }

    private async Task CloseAsync(PartitionReplica replica)
    {
        _registry.Remove(replica.Group, out _);
        replica.Retire();
        await _engine.CloseGroupAsync(replica.Group);
        _engine.Leaders.Forget(replica.Group);
        _open.Remove(replica.Group);
    }

    private void Quarantine(TopicImage topic, PartitionImage partition, Exception damage)
    {
        _ahead.Close(partition.Group);
        string? path = _directories.QuarantineReplica(topic.Id, partition.Number);
        _tries.Forget(partition.Group);
        _lost.Note(topic, partition);
        _metrics.ReplicaQuarantined();
        BrokerLog.ReplicaQuarantined(_logger, damage, NameOf(topic, partition), path ?? "nowhere");
    }

    private void DeleteOrphans(LogDirectory directory, Predicate<GroupId> isOrphan, HashSet<GroupId> refused)
    {
        var replicas = directory.ListReplicas(out var unread);
        foreach (var found in replicas)
        {
            if (isOrphan(found.Manifest.Group) && !_open.ContainsKey(found.Manifest.Group) && !Delete(found))
            {
                refused.Add(found.Manifest.Group);
            }
        }

        if (unread is not null)
        {
            throw unread;
        }
    }

    // Goes on with the other directories when the disk of this one fails, and returns false.
    private bool Passing(LogDirectory directory, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (IOException failure)
        {
            directory.NoteFailure();
            BrokerLog.OrphansNotDeleted(_logger, failure, directory.DirectoryPath);
            return false;
        }
    }

    private void TellFailure(TopicImage topic, PartitionImage partition, Exception failure)
    {
        _directories.HomeOf(topic.Id, partition.Number)?.NoteFailure();
        BrokerLog.ReplicaNotOpened(_logger, failure, NameOf(topic, partition));
    }

    private bool Delete(ReplicaDirectory directory)
    {
        _ahead.Close(directory.Manifest.Group);
        var partition = new TopicPartition(directory.Manifest.TopicName, directory.Manifest.Partition);
        try
        {
            string retired = _directories.RetireReplica(directory);
            _deletions.Add(retired, _deleteDelays.Of(directory.Manifest.TopicId));
            _tries.Forget(directory.Manifest.Group);
            BrokerLog.ReplicaDeleted(_logger, partition);
            return true;
        }
        catch (IOException failure)
        {
            // As long as it is there, no other replica of the partition can take its place.
            _tries.Failed(directory.Manifest.Group);
            BrokerLog.ReplicaNotDeleted(_logger, failure, partition);
            return false;
        }
    }
}
