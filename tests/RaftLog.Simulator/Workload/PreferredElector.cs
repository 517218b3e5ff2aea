using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;

namespace RaftLog.Simulator.Workload;

/// <summary>Asks any broker to have the partitions of a topic, or of all, led by their preferred replicas.</summary>
internal sealed class PreferredElector(WorkloadContext context, string topic, int partitions) : LoadClient(context)
{
    private const short Version = 2;
    private const int TimeoutMs = 2_000;

    private readonly RoutedClient _client = new(context, topic);

    public override string Name => "who has preferred leaders elected";

    public override bool IsDone => true;

    public override async Task RunAsync()
    {
        while (!IsStopping)
        {
            await Context.PauseAsync(500, 8_000);
            if (!IsStopping)
            {
                await ElectAsync();
            }
        }
    }

    private async Task ElectAsync()
    {
        var request = new ElectLeadersRequest
        {
            TimeoutMs = TimeoutMs,
            TopicPartitions = Context.World.Chance(0.5) ? null : [new() { Name = topic, Partitions = [.. Enumerable.Range(0, partitions)] }],
        };
        var answer = await _client.CallAnyAsync(request, Version);
        foreach (var outcome in answer?.ReplicaElectionResults.SelectMany(each => each.PartitionResult) ?? [])
        {
            Context.Errors.IsSuccess(ApiKey.ElectLeaders, outcome.ErrorCode);
        }
    }
}
