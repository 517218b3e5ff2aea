using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>Creates, deletes and describes what is in a cluster. Safe for concurrent use.</summary>
public sealed class AdminClient : IAsyncDisposable
{
    /// <summary>Creates a client; it connects when it is first used.</summary>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public AdminClient(ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
    }

    /// <summary>Creates a topic; completes when it is usable, that is, when every partition has a leader.</summary>
    /// <exception cref="RaftLogException">It was not created; <c>TOPIC_ALREADY_EXISTS</c> among others.</exception>
    public Task CreateTopicAsync(NewTopic topic, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Deletes a topic.</summary>
    /// <exception cref="RaftLogException">It was not deleted.</exception>
    public Task DeleteTopicAsync(string topic, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>The names of all topics, in order.</summary>
    public Task<IReadOnlyList<string>> ListTopicsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Describes topics.</summary>
    /// <exception cref="RaftLogException">One of them does not exist.</exception>
    public Task<IReadOnlyList<TopicDescription>> DescribeTopicsAsync(IEnumerable<string> topics, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>The settings of a topic by name, defaults included.</summary>
    public Task<IReadOnlyDictionary<string, string?>> DescribeTopicConfigsAsync(string topic, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Describes the cluster.</summary>
    public Task<ClusterDescription> DescribeClusterAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>The consumer groups of all coordinators.</summary>
    public Task<IReadOnlyList<GroupListing>> ListGroupsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Describes a consumer group.</summary>
    public Task<GroupDescription> DescribeGroupAsync(string groupId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>The committed offsets of a group, for the given partitions or all.</summary>
    public Task<IReadOnlyList<TopicPartitionOffset>> FetchCommittedOffsetsAsync(
        string groupId, IEnumerable<TopicPartition>? partitions = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Looks offsets up.</summary>
    public Task<IReadOnlyDictionary<TopicPartition, ListedOffset>> ListOffsetsAsync(
        IEnumerable<TopicPartition> partitions, OffsetSpec where, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => default;
}
