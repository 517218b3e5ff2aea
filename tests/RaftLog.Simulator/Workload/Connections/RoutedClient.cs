using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload.Connections;

/// <summary>One client's connections to the brokers, and its picture of who leads the partitions of a topic.</summary>
internal sealed class RoutedClient(WorkloadContext context, string topic)
{
    private const short MetadataVersion = 12;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private readonly Dictionary<int, ClientConnection> _connections = [];
    private readonly Dictionary<int, int> _leaders = [];
    private readonly Dictionary<int, int> _epochs = [];

    /// <summary>The topic's id as the last broker asked knew it; empty when it knew no such topic.</summary>
    public Guid TopicId { get; private set; }

    /// <summary>The broker that is believed to lead a partition; any, while nothing is known.</summary>
    public SimulatedBroker LeaderOf(int partition) => KnownLeaderOf(partition) ?? context.Cluster.AnyBroker();

    /// <summary>The broker that is believed to lead a partition; null while nothing is known.</summary>
    public SimulatedBroker? KnownLeaderOf(int partition) => _leaders.TryGetValue(partition, out int leader)
        ? context.Cluster.Brokers.FirstOrDefault(broker => broker.Id.Value == leader)
        : null;

    /// <summary>The highest epoch that any broker named for a partition of this name (KIP-320); -1 while none is known.</summary>
    public int EpochOf(int partition) => _epochs.GetValueOrDefault(partition, -1);

    public bool IsLedBy(int partition, SimulatedBroker broker) => _leaders.TryGetValue(partition, out int leader) && leader == broker.Id.Value;

    /// <summary>A connection to the broker; null when it refuses.</summary>
    public ClientConnection? Connect(SimulatedBroker broker)
    {
        if (_connections.TryGetValue(broker.Id.Value, out var connection) && connection.IsOpen)
        {
            return connection;
        }

        _connections.Remove(broker.Id.Value);
        if (context.Cluster.Clients.Connect(broker) is { } opened)
        {
            _connections.Add(broker.Id.Value, opened);
            return opened;
        }

        return null;
    }

    /// <summary>Calls one broker; null when there is no answer.</summary>
    public async Task<TResponse?> CallAsync<TResponse>(
        SimulatedBroker broker, IKafkaRequest<TResponse> request, short version, TimeSpan? timeout = null)
        where TResponse : class, IKafkaResponse<TResponse> =>
        Connect(broker) is { } connection ? await connection.CallAsync(request, version, timeout ?? Timeout) : null;

    /// <summary>Calls any broker; null when there is no answer.</summary>
    public Task<TResponse?> CallAnyAsync<TResponse>(IKafkaRequest<TResponse> request, short version, TimeSpan? timeout = null)
        where TResponse : class, IKafkaResponse<TResponse> =>
        CallAsync(context.Cluster.AnyBroker(), request, version, timeout);

    /// <summary>Waits a little and asks a broker, drawn anew, who leads.</summary>
    public Task RefreshAsync() => RefreshAsync(context.Cluster.AnyBroker());

    /// <summary>Waits a little and asks a broker who leads.</summary>
    public async Task RefreshAsync(SimulatedBroker broker)
    {
        await context.PauseAsync(5, 60);
        _leaders.Clear();
        var found = await DescribeAsync(Connect(broker));
        Learn(IdOf(found));
        foreach (var partition in found?.Partitions.Where(IsNews) ?? [])
        {
            _leaders[partition.PartitionIndex] = partition.LeaderId;
            _epochs[partition.PartitionIndex] = partition.LeaderEpoch;
        }
    }

    /// <summary>The topic's id as a broker knows it; empty when it knows none or gives no answer.</summary>
    public async Task<Guid> AskIdAsync(ClientConnection connection) => IdOf(await DescribeAsync(connection));

    /// <summary>The client dies, or gives up all it has under way.</summary>
    public void CloseAll()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Close();
        }

        _connections.Clear();
    }

    private async Task<MetadataResponse.Topic?> DescribeAsync(ClientConnection? connection)
    {
        var request = new MetadataRequest { Topics = [new() { Name = topic }], AllowAutoTopicCreation = false };
        var response = connection is null ? null : await connection.CallAsync(request, MetadataVersion, Timeout);
        return response?.Topics.FirstOrDefault();
    }

    // Epochs count within one incarnation of a topic.
    private void Learn(Guid id)
    {
        if (id != TopicId)
        {
            _epochs.Clear();
        }

        TopicId = id;
    }

    // As every client does: who believes in a leader of the past would be told of sequences and offsets that are long past (KIP-320).
    private bool IsNews(MetadataResponse.Partition partition) => partition.LeaderId > 0 && partition.LeaderEpoch >= EpochOf(partition.PartitionIndex);

    private static Guid IdOf(MetadataResponse.Topic? topic) => topic is { ErrorCode: ErrorCode.None } ? topic.TopicId : Guid.Empty;
}
