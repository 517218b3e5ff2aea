using RaftLog.Protocol;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Consumers;

/// <summary>Reads one partition from its start, waiting at its end, and requires every offset, one after the other.</summary>
internal sealed class Tailer(WorkloadContext context, string topic, int partition) : LoadClient(context)
{
    private readonly RoutedClient _client = new(context, topic);
    private readonly FetchedBatches _batches = new(context);
    private readonly Place _place = new(topic, partition);
    private long _position;
    private int _losses;

    public override string Name => $"the consumer of {_place}";

    public override bool IsDone => _position >= Context.History.EndOf(_place);

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (true)
        {
            var request = Fetches.Request(topic, partition, _position, maxWaitMs: Context.World.Random.Next(0, 1_000), Context.World.Random.Next(1, 1 << 16));
            var response = await _client.CallAsync(_client.LeaderOf(partition), request, Fetches.Version);
            GoBackAfterLoss();
            if (Fetches.Answer(response) is { } read && Context.Errors.IsSuccess(ApiKey.Fetch, read.ErrorCode))
            {
                Take(read);
            }
            else
            {
                await _client.RefreshAsync();
            }
        }
    }

    // What was in flight when records were lost is forgotten, too: nobody knows from which side of the loss it came.
    private void GoBackAfterLoss()
    {
        int losses = Context.History.LossesOf(_place);
        if (losses != _losses)
        {
            _losses = losses;
            _position = Math.Min(_position, Context.History.LowestLossOf(_place));
        }
    }

    private void Take(Protocol.Messages.FetchResponse.PartitionData read)
    {
        foreach (var (offset, value) in _batches.Of(read, _place, _position))
        {
            Context.History.Read(_place, topic, offset, value);
            _position = offset + 1;
        }
    }
}
