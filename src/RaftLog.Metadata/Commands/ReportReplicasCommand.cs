using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A broker tells how the replicas of partitions really are. What the image has moved past is ignored, so repetition does no harm.</summary>
[WireMessage(ControllerCommandType.ReportReplicas, "0")]
public sealed partial class ReportReplicasCommand
{
    /// <summary>One report for each partition.</summary>
    [WireField("0+")]
    public List<ReplicaReport> Reports { get; set; } = [];
}
