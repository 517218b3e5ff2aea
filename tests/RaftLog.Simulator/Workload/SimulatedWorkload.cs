using RaftLog.Model;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload;

/// <summary>The clients of a run: they create the topic, then write and read it.</summary>
internal sealed class SimulatedWorkload
{
    private const string Topic = "orders";
    private const short CreateTopicsVersion = 5;
    private const int ReplicationFactor = 3;

    private readonly SimulatedCluster _cluster;
    private readonly List<Producer> _producers = [];
    private readonly List<Consumer> _consumers = [];
    private bool _isTopicThere;

    public SimulatedWorkload(SimulatedCluster cluster)
    {
        _cluster = cluster;
        History = new History(cluster.World);
        for (int partition = 0; partition < cluster.Options.Partitions; partition++)
        {
            _producers.Add(new Producer(cluster, History, Topic, (2 * partition) + 1, partition, isIdempotent: true));
            _producers.Add(new Producer(cluster, History, Topic, (2 * partition) + 2, partition, isIdempotent: false));
            _consumers.Add(new Consumer(cluster, History, Topic, partition));
        }
    }

    public History History { get; }

    /// <summary>Whether everything that was begun has ended.</summary>
    public bool IsDone => _isTopicThere && _producers.All(producer => producer.IsDone);

    public string WhoIsNotDone => _isTopicThere
        ? string.Join(", ", _producers.Where(producer => !producer.IsDone).Select(producer => producer.Name))
        : "whoever creates the topic";

    public void Start() => Begin(CreateTopicAsync);

    public void StopWriting() => _producers.ForEach(producer => producer.IsStopping = true);

    private async Task CreateTopicAsync()
    {
        var client = new SimulatedClient(_cluster);
        while (!_isTopicThere)
        {
            var response = await client.CallAsync(
                new CreateTopicsRequest
                {
                    TimeoutMs = 3_000,
                    Topics = [new() { Name = Topic, NumPartitions = _cluster.Options.Partitions, ReplicationFactor = ReplicationFactor }],
                },
                CreateTopicsVersion);
            _isTopicThere = response?.Topics[0].ErrorCode is ErrorCode.None or ErrorCode.TopicAlreadyExists;
            if (!_isTopicThere)
            {
                await client.LookElsewhereAsync();
            }
        }

        _producers.ForEach(producer => Begin(producer.RunAsync));
        _consumers.ForEach(consumer => Begin(consumer.RunAsync));
    }

    private void Begin(Func<Task> client) => _cluster.World.Outside.Run(() => _ = GuardAsync(client));

    private async Task GuardAsync(Func<Task> client)
    {
        try
        {
            await client();
        }
#pragma warning disable CA1031 // Whatever it is, the run has failed and says so.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            _cluster.World.Fail($"a client failed: {defect}");
        }
    }
}
