using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Replication;

/// <summary>How far one replica of a group is.</summary>
[WireMessage("0")]
public sealed partial class MemberProgress
{
    /// <summary>The replica.</summary>
    [WireField("0+")]
    public ReplicaId Replica { get; set; }

    /// <summary>The last index (inclusive) that it is known to have on stable storage.</summary>
    [WireField("0+")]
    public LogIndex Match { get; set; }

    /// <summary>Whether it has no vote.</summary>
    [WireField("0+")]
    public bool IsLearner { get; set; }

    /// <summary>Whether the leader heard of it lately: within an election timeout.</summary>
    [WireField("0+")]
    public bool IsHeard { get; set; }
}
