using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>Creates, deletes and describes what is in a cluster. Safe for concurrent use.</summary>
public sealed partial class AdminClient : IAsyncDisposable
{
    private readonly ClusterClient _cluster;

    /// <summary>Creates a client; it connects when it is first used.</summary>
    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    public AdminClient(ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _cluster = new ClusterClient(options, allowTopicCreation: false);
    }

    /// <summary>Describes the cluster.</summary>
    /// <exception cref="RaftLogException">No broker answered.</exception>
    public async Task<ClusterDescription> DescribeClusterAsync(CancellationToken cancellationToken = default)
    {
        MetadataResponse response = await QueryAsync([], cancellationToken).ConfigureAwait(false);
        return new ClusterDescription(
            response.ClusterId,
            response.ControllerId,
            [
                .. response.Brokers
                    .OrderBy(broker => broker.NodeId)
                    .Select(broker => new BrokerDescription(broker.NodeId, broker.Host, broker.Port, broker.Rack)),
            ]);
    }

    /// <summary>Looks offsets up, at the leaders of the partitions.</summary>
    /// <exception cref="RaftLogException">A partition does not exist, or its leader did not answer in time.</exception>
    public Task<IReadOnlyDictionary<TopicPartition, ListedOffset>> ListOffsetsAsync(
        IEnumerable<TopicPartition> partitions, OffsetSpec where, CancellationToken cancellationToken = default) =>
        ListOffsetsAsync(partitions, where, IsolationLevel.ReadUncommitted, cancellationToken);

    /// <summary>Looks offsets up, at the leaders of the partitions; the latest is as far as a reader of that isolation level gets.</summary>
    /// <exception cref="RaftLogException">A partition does not exist, or its leader did not answer in time.</exception>
    public async Task<IReadOnlyDictionary<TopicPartition, ListedOffset>> ListOffsetsAsync(
        IEnumerable<TopicPartition> partitions, OffsetSpec where, IsolationLevel isolation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        return await OffsetLookup.ListAsync(_cluster, [.. partitions], where, isolation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes the records of partitions before an offset, for good and on all replicas: completes when each group has agreed on it. The files go
    /// a little later, segment by segment.
    /// </summary>
    /// <param name="before">The first offset to keep, by partition; -1 deletes everything that readers can see.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first offset that is left, by partition.</returns>
    /// <exception cref="RaftLogException">
    /// A partition does not exist (<c>UNKNOWN_TOPIC_OR_PARTITION</c>), its records end before the offset (<c>OFFSET_OUT_OF_RANGE</c>), or its topic is
    /// only compacted (<c>POLICY_VIOLATION</c>). What was asked of other partitions may be done.
    /// </exception>
    public async Task<IReadOnlyDictionary<TopicPartition, long>> DeleteRecordsAsync(
        IReadOnlyDictionary<TopicPartition, long> before, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        return await RecordDeletion.DeleteAsync(_cluster, before, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private Task<MetadataResponse> QueryAsync(IReadOnlyCollection<string>? topics, CancellationToken cancellationToken) =>
        _cluster.RetryAsync(token => _cluster.Metadata.QueryAsync(topics, token), cancellationToken);

    private static string Detail(ErrorCode error, string? message) =>
        string.IsNullOrEmpty(message) ? error.KafkaName() : $"{error.KafkaName()}: {message}";

    /// <summary>The controller, which any change goes to; brokers that are not pass it on or say so.</summary>
    private int ControllerOrAny()
    {
        int controller = _cluster.Metadata.Current.ControllerId;
        return _cluster.Metadata.Current.Brokers.ContainsKey(controller) ? controller : _cluster.AnyBroker();
    }
}
