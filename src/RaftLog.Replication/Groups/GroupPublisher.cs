using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Tells the layers above what they may know: the high watermark, which never goes back, and the role, of which leadership is told only when
/// everything before it is committed and applied. Owned by the shard.
/// </summary>
internal sealed class GroupPublisher
{
    private readonly GroupHandle _handle;
    private readonly PartitionLog _log;
    private readonly IGroupStateMachine _stateMachine;
    private readonly LeaderDirectory _leaders;
    private readonly ILogger _logger;
    private readonly ReplicationMetrics _metrics;
    private RoleChange _coreRole;
    private LogIndex _commit;

    public GroupPublisher(
        GroupHandle handle, PartitionLog log, IGroupStateMachine stateMachine, LeaderDirectory leaders, ILogger logger, ReplicationMetrics metrics)
    {
        _handle = handle;
        _log = log;
        _stateMachine = stateMachine;
        _leaders = leaders;
        _logger = logger;
        _metrics = metrics;
        Role = GroupRole.Follower;
        HighWatermark = handle.Status.HighWatermark;
        LastStableOffset = handle.Status.LastStableOffset;

        // The first turn tells what a checkpoint knows to be committed; in a quiet group nothing would tell it again. What a snapshot stands for
        // has no readers.
        _commit = stateMachine is ICommandStateMachine ? handle.Status.CommitIndex : LogIndex.Zero;
        Term = handle.Status.Term;
        _coreRole = new RoleChange(RaftRole.Follower, Term, ReplicaId.None, IsEstablished: false, IsLearner: false);
    }

    /// <summary>The role that was told last.</summary>
    public GroupRole Role { get; private set; }

    /// <summary>The term that was told last.</summary>
    public Term Term { get; private set; }

    /// <summary>The leader that was told last.</summary>
    public ReplicaId Leader { get; private set; } = ReplicaId.None;

    /// <summary>The offset after the last committed record that was told.</summary>
    public Offset HighWatermark { get; private set; }

    /// <summary>The offset that was told below which no transaction is open.</summary>
    public Offset LastStableOffset { get; private set; }

    /// <summary>Keeps a change of the core's role until it can be told.</summary>
    public void RoleChanged(in RoleChange change) => _coreRole = change;

    /// <summary>Tells of a commit, once everything up to it is applied as far as <paramref name="applied"/>.</summary>
    public void Committed(LogIndex applied)
    {
        if (applied <= _commit)
        {
            return;
        }

        _commit = applied;
        Offset end = applied < _log.FirstIndex ? _log.LogStartOffset : _log.EndOffsetAt(applied);
        if (end > HighWatermark)
        {
            HighWatermark = end;
        }

        // Only commits move it: a transaction begins behind the high watermark, and ends when its marker is below.
        LastStableOffset = _log.Producers.LastStableOffset(HighWatermark);
        _stateMachine.Committed(applied, HighWatermark, LastStableOffset);
    }

    /// <summary>Tells of a change of role that is due; true when this replica has just become the leader.</summary>
    public bool TellRole(LogIndex commit)
    {
        // Once told, leadership is not taken back because applying falls behind for a moment.
        bool isCaughtUp = _commit >= commit || (Role == GroupRole.Leader && Term == _coreRole.Term);
        GroupRole role = RoleOf(_coreRole, isCaughtUp);
        ReplicaId leader = role == GroupRole.Leader || _coreRole.Role != RaftRole.Leader ? _coreRole.Leader : ReplicaId.None;
        if (role == Role && _coreRole.Term == Term && leader == Leader)
        {
            return false;
        }

        bool becameLeader = role == GroupRole.Leader;
        Role = role;
        Term = _coreRole.Term;
        Leader = leader;
        ReplicationLog.RoleChanged(_logger, _handle.Name, role, Term, leader);
        _metrics.RoleChanged(role);
        PublishStatus(); // First, so that a state machine that looks at the status from within the call sees the role it is told.
        _stateMachine.RoleChanged(role, Term, leader);
        if (leader.IsSome)
        {
            // Last: whoever hears of the leader here, on another thread, may ask it at once for what only a leader does.
            _leaders.Learn(_handle.Id, new GroupLeader(leader.Broker, Term));
        }

        return becameLeader;
    }

    /// <summary>Replaces the status when anything in it has changed.</summary>
    public void PublishStatus()
    {
        GroupStatus old = _handle.Status;
        if (old.Role != Role || old.Term != Term || old.Leader != Leader || old.CommitIndex != _commit || old.HighWatermark != HighWatermark
            || old.LastStableOffset != LastStableOffset || old.LogStartOffset != _log.LogStartOffset || old.LogEndOffset != _log.LogEndOffset)
        {
            _handle.Status = new GroupStatus(Role, Term, Leader, _commit, HighWatermark, LastStableOffset, _log.LogStartOffset, _log.LogEndOffset);
        }
    }

    /// <summary>Takes the replica out for everyone to see.</summary>
    public void Offline()
    {
        Role = GroupRole.Offline;
        Leader = ReplicaId.None;
        _handle.Status = _handle.Status with { Role = GroupRole.Offline, Leader = ReplicaId.None };
    }

    private static GroupRole RoleOf(in RoleChange change, bool isCaughtUp) => change.Role switch
    {
        RaftRole.Leader when change.IsEstablished && isCaughtUp => GroupRole.Leader,
        RaftRole.Follower when change.IsLearner => GroupRole.Learner,
        RaftRole.Follower => GroupRole.Follower,
        _ => GroupRole.Candidate,
    };
}
