using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// Everything the metadata group knows at one index of its log. Immutable: every broker applies the same records in the same order and
/// so holds equal images at equal indexes; readers take <see cref="MetadataStore.Current"/> once and never lock.
/// </summary>
public sealed record MetadataImage
{
    /// <summary>The image before the first record.</summary>
    public static readonly MetadataImage Empty = new();

    /// <summary>The last log entry that this image includes.</summary>
    public LogIndex Index { get; init; }

    /// <summary>The cluster's id; empty until the first controller has written it.</summary>
    public string ClusterId { get; init; } = "";

    /// <summary>The registered brokers.</summary>
    public BrokersImage Brokers { get; init; } = BrokersImage.Empty;

    /// <summary>The topics and their partitions.</summary>
    public TopicsImage Topics { get; init; } = TopicsImage.Empty;

    /// <summary>The configurations set while the cluster ran.</summary>
    public ConfigsImage Configs { get; init; } = ConfigsImage.Empty;

    /// <summary>The consumer groups and their offsets.</summary>
    public ConsumerGroupsImage ConsumerGroups { get; init; } = ConsumerGroupsImage.Empty;

    /// <summary>The transactional ids and their transactions.</summary>
    public TransactionsImage Transactions { get; init; } = TransactionsImage.Empty;

    /// <summary>The next Raft group to give to a partition; above every one ever given.</summary>
    public GroupId NextGroupId { get; init; } = new(GroupId.Metadata.Value + 1);

    /// <summary>The first producer id that no broker was given yet.</summary>
    public long NextProducerId { get; init; }

    /// <summary>The epoch for the next registration of a broker; above every one ever given.</summary>
    public long NextBrokerEpoch { get; init; } = 1;
}
