using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Consumers;

/// <summary>Reads a partition whose records expire: every offset one after the other, and where they are gone, from where the log begins now.</summary>
internal sealed class ExpiringTailer(WorkloadContext context, string topic, int partition) : LoadClient(context)
{
    private const short ListOffsetsVersion = 7;
    private const long Earliest = -2;

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
            if (!await ReadAsync())
            {
                await _client.RefreshAsync();
            }
        }
    }

    private async Task<bool> ReadAsync()
    {
        int waitMs = Context.World.Random.Next(0, 1_000);
        var request = Fetches.Request(topic, partition, _position, waitMs, maxBytes: 1 << 16, _client.EpochOf(partition));
        var answer = Fetches.Answer(await _client.CallAsync(_client.LeaderOf(partition), request, Fetches.Version));
        if (answer is null)
        {
            return false;
        }

        if (answer.ErrorCode == ErrorCode.OffsetOutOfRange)
        {
            return await SkipWhatIsGoneAsync();
        }

        if (!Context.Errors.IsSuccess(ApiKey.Fetch, answer.ErrorCode))
        {
            return false;
        }

        if (answer.LogStartOffset > _position)
        {
            Context.World.Fail($"offset {_position} of {_place} was served by a log that begins at {answer.LogStartOffset}");
        }

        foreach (var (offset, value) in _batches.Of(answer, _place, _position))
        {
            Context.History.Read(_place, topic, offset, value);
            _position = offset + 1;
        }

        return true;
    }

    private async Task<bool> SkipWhatIsGoneAsync()
    {
        var request = new ListOffsetsRequest
        {
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Timestamp = Earliest, CurrentLeaderEpoch = _client.EpochOf(partition) }] }],
        };
        var response = await _client.CallAsync(_client.LeaderOf(partition), request, ListOffsetsVersion);
        if (response?.Topics.FirstOrDefault()?.Partitions.FirstOrDefault() is not { } answer
            || !Context.Errors.IsSuccess(ApiKey.ListOffsets, answer.ErrorCode))
        {
            return false;
        }

        // A leader of the past may have heard of less; the next one is asked then.
        _position = Math.Max(_position, answer.Offset);
        return true;
    }
}
