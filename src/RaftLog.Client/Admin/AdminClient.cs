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
    public async Task<IReadOnlyDictionary<TopicPartition, ListedOffset>> ListOffsetsAsync(
        IEnumerable<TopicPartition> partitions, OffsetSpec where, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        return await OffsetLookup.ListAsync(_cluster, [.. partitions], where, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private Task<MetadataResponse> QueryAsync(IReadOnlyCollection<string>? topics, CancellationToken cancellationToken) =>
        _cluster.RetryAsync(token => _cluster.Metadata.QueryAsync(topics, token), cancellationToken);

    /// <summary>The controller, which any change goes to; brokers that are not pass it on or say so.</summary>
    private int ControllerOrAny()
    {
        int controller = _cluster.Metadata.Current.ControllerId;
        return _cluster.Metadata.Current.Brokers.ContainsKey(controller) ? controller : _cluster.AnyBroker();
    }
}
