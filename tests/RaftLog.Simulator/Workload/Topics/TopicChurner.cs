using RaftLog.Simulator.Workload.Connections;

namespace RaftLog.Simulator.Workload.Topics;

/// <summary>Creates a topic, deletes it after a while, and creates it again by the same name; leaves it there in the end.</summary>
internal sealed class TopicChurner(WorkloadContext context, string topic, int partitions) : LoadClient(context)
{
    private readonly TopicMaker _maker = new(context);
    private readonly RoutedClient _client = new(context, topic);

    public override string Name => $"who deletes and creates {topic}";

    public override bool IsDone => FinalId != Guid.Empty;

    /// <summary>The id of the incarnation that stays, once every broker knows it; empty before.</summary>
    public Guid FinalId { get; private set; }

    public override async Task RunAsync()
    {
        await _maker.CreateAsync(topic, partitions);
        while (!IsStopping)
        {
            await Context.PauseAsync(500, 15_000);
            if (IsStopping)
            {
                break;
            }

            await _client.RefreshAsync();
            if (_client.TopicId == Guid.Empty)
            {
                continue;
            }

            await _maker.DeleteAsync(topic, _client.TopicId);
            await Context.PauseAsync(0, Context.World.Chance(0.5) ? 5 : 3_000);
            await _maker.CreateAsync(topic, partitions);
        }

        while (FinalId == Guid.Empty)
        {
            // A deletion that was given up may be served late, by a broker that stood still, and take the last incarnation with it.
            await _maker.CreateAsync(topic, partitions);
            await LearnIdAsync();
        }
    }

    private async Task LearnIdAsync()
    {
        var ids = new HashSet<Guid>();
        foreach (var broker in Context.Cluster.Brokers)
        {
            await _client.RefreshAsync(broker);
            ids.Add(_client.TopicId);
        }

        FinalId = ids.Count == 1 ? ids.Single() : Guid.Empty;
    }
}
