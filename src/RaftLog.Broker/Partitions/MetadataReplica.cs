using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Metadata;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// The metadata group's replica on this broker: opened at the start, and opened again in the running process after its disk failed, by the rules
/// that hold for partitions (<see cref="ReopenTries"/>). Meanwhile the broker serves by the image that it has; it neither votes nor is the controller.
/// </summary>
/// <remarks>
/// The image never goes back: what a reopened log tells once more is known by its index. Term and vote outlive the replica in the
/// <see cref="HardStateStore"/>, and what of the log had not been flushed was not acknowledged, so there is nothing to forget.
/// </remarks>
public sealed class MetadataReplica
{
    private readonly BrokerId _self;
    private readonly ReplicationEngine _engine;
    private readonly DataDirectory _directory;
    private readonly StorageContext _storage;
    private readonly MetadataService _metadata;
    private readonly GroupConfiguration _initial;
    private readonly ILogger _logger;

    // Null while it is closed. Written before the supervisor's loop begins and then by that alone; read by all.
    private volatile GroupHandle? _group;

    /// <summary>Prepares the replica; <see cref="Open"/> opens it.</summary>
    /// <param name="self">This broker.</param>
    /// <param name="engine">Runs the group.</param>
    /// <param name="directory">Where its files are.</param>
    /// <param name="storage">The disk and the flusher.</param>
    /// <param name="metadata">What it drives.</param>
    /// <param name="initial">The members that the group begins with.</param>
    /// <param name="loggers">Where log lines go.</param>
    public MetadataReplica(
        BrokerId self,
        ReplicationEngine engine,
        DataDirectory directory,
        StorageContext storage,
        MetadataService metadata,
        GroupConfiguration initial,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _self = self;
        _engine = engine;
        _directory = directory;
        _storage = storage;
        _metadata = metadata;
        _initial = initial;
        _logger = loggers.CreateLogger<MetadataReplica>();
        _metadata.WentOffline += () => NeedsAttention?.Invoke();
    }

    /// <summary>Whether it is out: its log failed and could not be opened again yet.</summary>
    public bool IsOffline => _group?.Status.Role is null or GroupRole.Offline;

    /// <summary>Raised, on any thread, when there is something for the supervisor to see to.</summary>
    internal event Action? NeedsAttention;

    /// <summary>Opens it: recovers the log and restores the latest snapshot.</summary>
    /// <exception cref="LogCorruptException">The log or the snapshot is damaged.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Open()
    {
        _directory.MetadataSnapshots.Settle();
        var log = PartitionLog.Open(_storage, _directory.MetadataLogPath, new PartitionLogOptions { FindsCommands = false });
        try
        {
            var group = _engine.OpenGroup(new GroupOpening
            {
                Id = GroupId.Metadata,
                Name = "metadata",
                Self = new ReplicaId(_self, _directory.Id),
                Log = log,
                HardState = _directory.HardState,
                InitialConfiguration = _initial,
                StateMachine = _metadata.StateMachine,
                Snapshots = _directory.MetadataSnapshots,
            });
            _metadata.Attach(group);
            _group = group;
            if (_directory.MetadataSnapshots.IsRewriteWanted)
            {
                BrokerLog.MetadataSnapshotDamaged(_logger, _directory.MetadataSnapshots.DirectoryPath);
            }
        }
        catch
        {
            // Only a group that is open closes its log.
            log.Dispose();
            throw;
        }
    }

    /// <summary>Closes the replica when its log has failed, and opens it again when the disk takes writes. For the supervisor's loop.</summary>
    internal async Task ReconcileAsync(ReopenTries tries)
    {
        if (_group is { Status.Role: GroupRole.Offline })
        {
            await CloseFailedAsync(tries);
        }

        if (_group is null && tries.IsDue(GroupId.Metadata))
        {
            TryReopen(tries);
        }
    }

    private async Task CloseFailedAsync(ReopenTries tries)
    {
        _group = null;
        await _engine.CloseGroupAsync(GroupId.Metadata);
        tries.Failed(GroupId.Metadata);
        BrokerLog.MetadataClosedForFailure(_logger, tries.PauseOf(GroupId.Metadata));
    }

    private void TryReopen(ReopenTries tries)
    {
        try
        {
            // Recovery may succeed on a disk that takes no more writes, and the first vote would fail again.
            _directory.RequireWritable(_directory.MetadataLogPath);
            Open();
        }
        catch (Exception failure) when (ReplicaDamage.IsOfOneReplica(failure))
        {
            tries.Failed(GroupId.Metadata);
            BrokerLog.MetadataNotReopened(_logger, failure, tries.PauseOf(GroupId.Metadata));
            return;
        }

        int count = tries.Forget(GroupId.Metadata);
        BrokerLog.MetadataReopened(_logger, count);
    }
}
