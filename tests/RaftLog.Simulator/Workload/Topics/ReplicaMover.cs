using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;

namespace RaftLog.Simulator.Workload.Topics;

/// <summary>
/// Moves partitions to other brokers, reorders their replicas and takes moves back, whether the last one is done or not. Done when the
/// last one is: no broker knows of a move any more.
/// </summary>
internal sealed class ReplicaMover(WorkloadContext context, string topic, int partitions) : LoadClient(context)
{
    private const short Version = 0;
    private const int ReplicationFactor = 3;
    private const int TimeoutMs = 3_000;
    private const double CancelChance = 0.2;

    private readonly RoutedClient _client = new(context, topic);
    private bool _isSettled;

    public override string Name => $"who moves replicas of {topic}";

    public override bool IsDone => _isSettled;

    public override async Task RunAsync()
    {
        while (!IsStopping)
        {
            await Context.PauseAsync(200, 6_000);
            if (!IsStopping)
            {
                await MoveAsync();
            }
        }

        while (!_isSettled)
        {
            await Context.PauseAsync(50, 500);
            _isSettled = await KnowsNoMoveAsync();
        }
    }

    private async Task MoveAsync()
    {
        var random = Context.World.Random;
        int[] brokers = [.. Context.Cluster.Brokers.Select(broker => broker.Id.Value)];
        random.Shuffle(brokers);
        var partition = new AlterPartitionReassignmentsRequest.Partition
        {
            PartitionIndex = random.Next(partitions),
            Replicas = Context.World.Chance(CancelChance) ? null : [.. brokers.Take(ReplicationFactor)],
        };
        string to = partition.Replicas is { } replicas ? string.Join(", ", replicas) : "where it was";
        Context.World.Trace.Note(Context.World.Now, $"partition {partition.PartitionIndex} of {topic} is to move to {to}");
        var answer = await _client.CallAnyAsync(
            new AlterPartitionReassignmentsRequest { TimeoutMs = TimeoutMs, Topics = [new() { Name = topic, Partitions = [partition] }] }, Version);
        foreach (var outcome in answer?.Responses.SelectMany(each => each.Partitions) ?? [])
        {
            Context.Errors.IsSuccess(ApiKey.AlterPartitionReassignments, outcome.ErrorCode);
        }
    }

    // Each is asked: one that lags behind may not have heard of the last move yet.
    private async Task<bool> KnowsNoMoveAsync()
    {
        foreach (var broker in Context.Cluster.Brokers)
        {
            var answer = await _client.CallAsync(broker, new ListPartitionReassignmentsRequest { TimeoutMs = TimeoutMs }, Version);
            if (answer is not { ErrorCode: ErrorCode.None, Topics.Count: 0 })
            {
                return false;
            }
        }

        return true;
    }
}
