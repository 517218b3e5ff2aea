using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Replication;

/// <summary>How far the replicas of a group are, as its leader sees them at one moment.</summary>
[WireMessage("0")]
public sealed partial class GroupProgress
{
    /// <summary>The replica that leads.</summary>
    [WireField("0+")]
    public ReplicaId Leader { get; set; }

    /// <summary>The term that it leads in.</summary>
    [WireField("0+")]
    public Term Term { get; set; }

    /// <summary>The last committed index (inclusive).</summary>
    [WireField("0+")]
    public LogIndex CommitIndex { get; set; }

    /// <summary>All members, the leader among them.</summary>
    [WireField("0+")]
    public List<MemberProgress> Members { get; set; } = [];
}
