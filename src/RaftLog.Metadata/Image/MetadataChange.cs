using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// What lies between two images: the keys of what was touched. Look a key up in both images to see whether it was created, changed or
/// removed. Comes from the records of a log entry, or from comparing the images after a snapshot was installed.
/// </summary>
public sealed class MetadataChange
{
    internal MetadataChange(
        MetadataImage old,
        MetadataImage current,
        IReadOnlySet<Guid> topics,
        IReadOnlySet<BrokerId> brokers,
        IReadOnlySet<ConfigResource> configs,
        IReadOnlySet<string> consumerGroups,
        IReadOnlySet<string> transactions)
    {
        Old = old;
        New = current;
        Topics = topics;
        Brokers = brokers;
        Configs = configs;
        ConsumerGroups = consumerGroups;
        Transactions = transactions;
    }

    /// <summary>The image before.</summary>
    public MetadataImage Old { get; }

    /// <summary>The image after; already <see cref="MetadataStore.Current"/> when listeners hear of it.</summary>
    public MetadataImage New { get; }

    /// <summary>The topics created, changed or deleted.</summary>
    public IReadOnlySet<Guid> Topics { get; }

    /// <summary>The brokers registered, fenced, unfenced or unregistered.</summary>
    public IReadOnlySet<BrokerId> Brokers { get; }

    /// <summary>The resources whose configuration changed.</summary>
    public IReadOnlySet<ConfigResource> Configs { get; }

    /// <summary>The consumer groups whose state or offsets changed.</summary>
    public IReadOnlySet<string> ConsumerGroups { get; }

    /// <summary>The transactional ids whose state, partitions or offsets changed.</summary>
    public IReadOnlySet<string> Transactions { get; }

    /// <summary>The topics that are in <see cref="New"/> only.</summary>
    public IEnumerable<TopicImage> CreatedTopics =>
        Topics.Where(id => !Old.Topics.ById.ContainsKey(id) && New.Topics.ById.ContainsKey(id)).Select(id => New.Topics.ById[id]);

    /// <summary>The topics that are in <see cref="Old"/> only.</summary>
    public IEnumerable<TopicImage> DeletedTopics =>
        Topics.Where(id => Old.Topics.ById.ContainsKey(id) && !New.Topics.ById.ContainsKey(id)).Select(id => Old.Topics.ById[id]);
}
