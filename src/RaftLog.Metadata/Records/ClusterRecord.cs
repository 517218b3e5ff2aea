using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>The cluster's id: the first record of the first controller.</summary>
[WireMessage(MetadataRecordType.Cluster, "0")]
public sealed partial class ClusterRecord : MetadataRecord
{
    /// <summary>The id.</summary>
    [WireField("0+")]
    public string ClusterId { get; init; } = "";
}
