using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>A partition that only remembers what it was told, and checks that it was told it in order.</summary>
internal class RecordingStateMachine : IGroupStateMachine
{
    public List<(GroupRole Role, Term Term, ReplicaId Leader)> Roles { get; } = [];

    public LogIndex CommitIndex { get; private set; }

    public Offset HighWatermark { get; private set; }

    /// <summary>The committed configuration that was told last.</summary>
    public GroupConfiguration Members { get; private set; } = GroupConfiguration.Empty;

    public Exception? OfflineReason { get; private set; }

    public virtual void Committed(LogIndex commitIndex, Offset highWatermark, Offset lastStableOffset)
    {
        Assert.That(commitIndex, Is.GreaterThan(CommitIndex), "The commit index went back or was told twice.");
        Assert.That(highWatermark, Is.GreaterThanOrEqualTo(HighWatermark), "The high watermark went back.");
        CommitIndex = commitIndex;
        HighWatermark = highWatermark;
    }

    public virtual void RoleChanged(GroupRole role, Term term, ReplicaId leader) => Roles.Add((role, term, leader));

    public void MembersChanged(GroupConfiguration committed) => Members = committed;

    public void WentOffline(Exception reason)
    {
        Assert.That(OfflineReason, Is.Null, "Told twice.");
        OfflineReason = reason;
    }
}
