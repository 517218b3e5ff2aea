using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
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

    public override string Name => $"the consumer of {_place}";

    public override bool IsDone => _position >= Context.History.EndOf(_place);

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (true)
        {
            int waitMs = Context.World.Random.Next(0, 1_000);
            int maxBytes = Context.World.Random.Next(1, 1 << 16);
            var request = Fetches.Request(topic, partition, _position, waitMs, maxBytes, _client.EpochOf(partition));
            var response = await _client.CallAsync(_client.LeaderOf(partition), request, Fetches.Version);
            if (Fetches.Answer(response) is { } read && Context.Errors.IsSuccess(ApiKey.Fetch, read.ErrorCode))
            {
                Take(read);
            }
            else
            {
                CheckIsInRange(Fetches.Answer(response)?.ErrorCode ?? ErrorCode.None);
                await _client.RefreshAsync();
            }
        }
    }

    // A leader of the past could say so of what was read since; but it does not know the epoch in which it was read (KIP-320).
    private void CheckIsInRange(ErrorCode error)
    {
        if (error == ErrorCode.OffsetOutOfRange)
        {
            Context.World.Fail($"offset {_position} of {_place} is out of range in epoch {_client.EpochOf(partition)}, and everything before it was read");
        }
    }

    private void Take(FetchResponse.PartitionData read)
    {
        foreach (var (offset, value) in _batches.Of(read, _place, _position))
        {
            Context.History.Read(_place, topic, offset, value);
            _position = offset + 1;
        }
    }
}
