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
/// <para>The image never goes back: what a reopened log tells once more is known by its index. Term and vote outlive the replica in the
/// <see cref="HardStateStore"/>, and what of the log had not been flushed was not acknowledged, so there is nothing to forget.</para>
/// <para>Damage that a snapshot covers costs nothing. For any other the replica is given up: its files are put aside, and an empty one with an identity of
/// its own, which knows of no members and has no vote, is registered with the controller and takes its place (ADR 8).</para>
/// </remarks>
public sealed class MetadataReplica
{
    private readonly BrokerId _self;
    private readonly ReplicationEngine _engine;
    private readonly DataDirectory _directory;
    private readonly StorageContext _storage;
    private readonly MetadataService _metadata;
    private readonly GroupConfiguration _initial;
    private readonly Random _random;
    private readonly ILogger _logger;

    // Null while it is closed. Written before the supervisor's loop begins and then by that alone; read by all.
    private volatile GroupHandle? _group;

    // What was found in the log that is closed, or is to be; set by the shard, taken by the supervisor's loop.
    private LogCorruptException? _damage;

    // The id of the replica here; changed by the loop, read by all.
    private ulong _replica;
    private int _replacements;

    /// <summary>Prepares the replica; <see cref="Open"/> opens it.</summary>
    /// <param name="self">This broker.</param>
    /// <param name="engine">Runs the group.</param>
    /// <param name="directory">Where its files are.</param>
    /// <param name="storage">The disk and the flusher.</param>
    /// <param name="metadata">What it drives.</param>
    /// <param name="initial">The members that the group begins with.</param>
    /// <param name="random">Where the id of a replica comes from that takes this one's place; must not repeat between brokers.</param>
    /// <param name="loggers">Where log lines go.</param>
    public MetadataReplica(
        BrokerId self,
        ReplicationEngine engine,
        DataDirectory directory,
        StorageContext storage,
        MetadataService metadata,
        GroupConfiguration initial,
        Random random,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(directory);
        _self = self;
        _engine = engine;
        _directory = directory;
        _storage = storage;
        _metadata = metadata;
        _initial = initial;
        _random = random;
        _logger = loggers.CreateLogger<MetadataReplica>();
        _replica = directory.Id.Value;
        _metadata.WentOffline += reason =>
        {
            Volatile.Write(ref _damage, reason as LogCorruptException);
            NeedsAttention?.Invoke();
        };
    }

    /// <summary>The replica that is here. Changes when it is replaced (<see cref="Replaced"/>).</summary>
    public ReplicaId Identity => new(_self, new DirectoryId(Volatile.Read(ref _replica)));

    /// <summary>
    /// How it is: closed while its log failed and could not be opened again yet, rebuilding while it has taken the place of one that was lost and is not a
    /// full member, as far as it knows itself.
    /// </summary>
    public MetadataLogState State =>
        _group is not { Status.Role: not GroupRole.Offline } group ? MetadataLogState.Closed
        : IsMember(group.Configuration) ? MetadataLogState.Open
        : MetadataLogState.Rebuilding;

    /// <summary>How often damage made it begin anew, in this process.</summary>
    public int Replacements => Volatile.Read(ref _replacements);

    /// <summary>Raised when another replica has taken its place: the controller must be told.</summary>
    public event Action<ReplicaId>? Replaced;

    /// <summary>Raised, on any thread, when there is something for the supervisor to see to.</summary>
    internal event Action? NeedsAttention;

    /// <summary>The open group; null while it is closed.</summary>
    internal GroupHandle? Group => _group;

    /// <summary>Opens it: recovers the log and restores the latest snapshot. What is damaged is left out where that is safe, else the replica is replaced.</summary>
    /// <exception cref="LogCorruptException">The log or the snapshot is damaged, and there is no other broker to have it from.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public void Open() => OpenWithout(_directory.MetadataLoss);

    /// <summary>Closes the replica when its log has failed, and opens it again when the disk takes writes. For the supervisor's loop.</summary>
    internal async Task ReconcileAsync(ReopenTries tries)
    {
        if (_group is { Status.Role: GroupRole.Offline })
        {
            await CloseFailedAsync(tries);
        }

        if (_group is null && (Volatile.Read(ref _damage) is not null || tries.IsDue(GroupId.Metadata)))
        {
            TryReopen(tries);
        }
    }

    // Each turn of the loop takes a damaged file out, and the last one all of them.
    private void OpenWithout(LogCorruptException? damage)
    {
        _directory.MetadataSnapshots.Settle();
        foreach (var finding in _directory.MetadataSnapshots.Check())
        {
            BrokerLog.MetadataSnapshotDamaged(_logger, finding.File, finding.What);
        }

        bool isEmpty = false;
        while (true)
        {
            if (damage is not null && !TryTakeOut(damage))
            {
                if (isEmpty || !HasOthers)
                {
                    throw damage;
                }

                Replace(damage);
                isEmpty = true;
            }

            try
            {
                OpenLog();
                return;
            }
            catch (LogCorruptException found)
            {
                damage = found;
            }
        }
    }

    private bool HasOthers => _initial.Voters.Any(voter => voter.Broker != _self);

    private void OpenLog()
    {
        var successor = _directory.ReadMetadataReplica();
        Volatile.Write(ref _replica, (successor ?? _directory.Id).Value);
        var log = PartitionLog.Open(_storage, _directory.MetadataLogPath, new PartitionLogOptions { FindsCommands = false });
        try
        {
            var group = _engine.OpenGroup(new GroupOpening
            {
                Id = GroupId.Metadata,
                Name = "metadata",
                Self = Identity,
                Log = log,
                HardState = _directory.HardState,
                InitialConfiguration = successor is null ? _initial : GroupConfiguration.Empty,
                StateMachine = _metadata.StateMachine,
                Snapshots = _directory.MetadataSnapshots,
            });
            _metadata.Attach(group);
            _group = group;
        }
        catch
        {
            // Only a group that is open closes its log.
            log.Dispose();
            throw;
        }
    }

    // Entries up to the latest snapshot are needed by nobody here any more.
    private bool TryTakeOut(LogCorruptException damage)
    {
        if (damage.File is not { } file || CoveredBySnapshot() is not { } covered)
        {
            return false;
        }

        string? aside = DamagedSegments.TryTakeOut(_storage.FileSystem, _directory.MetadataLogPath, file, covered);
        if (aside is not null)
        {
            BrokerLog.MetadataSegmentTakenOut(_logger, damage, covered, aside);
        }

        return aside is not null;
    }

    private LogIndex? CoveredBySnapshot()
    {
        try
        {
            return _directory.MetadataSnapshots.LoadLatest()?.Index;
        }
        catch (LogCorruptException)
        {
            return null;
        }
    }

    private void Replace(LogCorruptException damage)
    {
        var successor = DirectoryId.Next(_random);
        string aside = _directory.ReplaceMetadataReplica(successor);
        Interlocked.Increment(ref _replacements);
        BrokerLog.MetadataReplaced(_logger, damage, aside, new ReplicaId(_self, successor));
        Replaced?.Invoke(new ReplicaId(_self, successor));
    }

    private bool IsMember(GroupConfiguration configuration) =>
        configuration.Contains(Identity) && !configuration.Voters.Any(voter => voter.Broker == _self && !voter.Matches(Identity));

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
            OpenWithout(Interlocked.Exchange(ref _damage, null));
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
