using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A partition was created, or is to be held by other replicas.</summary>
[WireMessage(MetadataRecordType.Partition, "0-1")]
public sealed partial class PartitionRecord : MetadataRecord
{
    /// <summary>The topic's id.</summary>
    [WireField("0+")]
    public Guid TopicId { get; init; }

    /// <summary>The partition's number; a new one follows the highest.</summary>
    [WireField("0+")]
    public int Partition { get; init; }

    /// <summary>The partition's Raft group.</summary>
    [WireField("0+")]
    public GroupId Group { get; init; }

    /// <summary>The wanted replicas, the preferred leader first.</summary>
    [WireField("0+")]
    public IReadOnlyList<ReplicaId> Replicas { get; init; } = [];

    /// <summary>Those of the wanted replicas that have yet to take part.</summary>
    [WireField("1+")]
    public IReadOnlyList<ReplicaId> Adding { get; init; } = [];

    /// <summary>The replicas that are not wanted any more and may still take part.</summary>
    [WireField("1+")]
    public IReadOnlyList<ReplicaId> Removing { get; init; } = [];

    /// <summary>The replicas that the partition was created with; empty in the record that creates it.</summary>
    [WireField("1+")]
    public IReadOnlyList<ReplicaId> Initial { get; init; } = [];

    /// <summary>The record that makes <paramref name="partition"/>.</summary>
    internal static PartitionRecord Of(Guid topicId, PartitionImage partition) => new()
    {
        TopicId = topicId,
        Partition = partition.Number,
        Group = partition.Group,
        Replicas = partition.Replicas,
        Adding = partition.Adding,
        Removing = partition.Removing,
        Initial = partition.Initial,
    };
}
