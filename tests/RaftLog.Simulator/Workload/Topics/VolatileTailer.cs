using RaftLog.Protocol;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Consumers;

namespace RaftLog.Simulator.Workload.Topics;

/// <summary>Reads a partition of a topic that comes and goes, by the topic's id, each incarnation from its start.</summary>
internal sealed class VolatileTailer(WorkloadContext context, string topic, int partition, TopicChurner churner) : LoadClient(context)
{
    private readonly RoutedClient _client = new(context, topic);
    private readonly FetchedBatches _batches = new(context);
    private Guid _id;
    private long _position;

    public override string Name => $"the consumer of {topic}-{partition}";

    public override bool IsDone =>
        _id == churner.FinalId && _position >= Context.History.EndOf(Incarnations.Place(topic, _id, partition));

    public override async Task RunAsync()
    {
        while (true)
        {
            if (!await ReadAsync())
            {
                await _client.RefreshAsync();
                Follow(_client.TopicId);
            }
        }
    }

    // A broker that lags behind names an incarnation that is gone; reading it once more from its start does no harm.
    private void Follow(Guid id)
    {
        if (id != Guid.Empty && id != _id)
        {
            _id = id;
            _position = 0;
        }
    }

    private async Task<bool> ReadAsync()
    {
        var request = Fetches.RequestById(_id, partition, _position, maxWaitMs: Context.World.Random.Next(0, 1_000));
        var response = await _client.CallAsync(_client.LeaderOf(partition), request, Fetches.VersionById);
        if (Fetches.Answer(response) is not { } read || !Context.Errors.IsSuccess(ApiKey.Fetch, read.ErrorCode))
        {
            return false;
        }

        var place = Incarnations.Place(topic, _id, partition);
        foreach (var (offset, value) in _batches.Of(read, place, _position))
        {
            Context.History.Read(place, topic, offset, value);
            _position = offset + 1;
        }

        return true;
    }
}
