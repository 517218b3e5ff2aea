using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>How one partition's replicas differ from what the image says.</summary>
[WireMessage("0")]
public sealed partial class ReplicaReport
{
    /// <summary>The topic's id.</summary>
    [WireField("0+")]
    public Guid TopicId { get; set; }

    /// <summary>The partition's number.</summary>
    [WireField("0+")]
    public int Partition { get; set; }

    /// <summary>What is reported.</summary>
    [WireField("0+")]
    public ReplicaReportKind Kind { get; set; }

    /// <summary>Of which replicas; one, except for <see cref="ReplicaReportKind.Settled"/>.</summary>
    [WireField("0+")]
    public List<ReplicaId> Replicas { get; set; } = [];
}
