using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Connections;

namespace RaftLog.Simulator.Workload.Consumers;

/// <summary>
/// Asks leaders for offsets: the end of a partition never goes back from one leader epoch to the next, a later time is never found at a
/// lower offset, and where a past epoch ended never changes (KIP-101, KIP-320).
/// </summary>
internal sealed class OffsetAsker(WorkloadContext context, string topic, int partition) : LoadClient(context)
{
    private const short ListOffsetsVersion = 7;
    private const short EpochVersion = 4;
    private const long Latest = -1;
    private const long Earliest = -2;

    private readonly RoutedClient _client = new(context, topic);
    private readonly Dictionary<int, (int Epoch, long EndOffset)> _epochEnds = [];
    private long _highestEnd;
    private int _highestEpoch;

    public override string Name => $"who asks for offsets of {topic}-{partition}";

    public override bool IsDone => true;

    public override async Task RunAsync()
    {
        while (!IsStopping)
        {
            var broker = _client.LeaderOf(partition);
            bool isAnswered = await AskEndsAsync(broker) && await AskTimesAsync(broker) && await AskEpochAsync(broker);
            if (!isAnswered)
            {
                await _client.RefreshAsync();
            }

            await Context.PauseAsync(10, 1_500);
        }
    }

    private async Task<bool> AskEndsAsync(SimulatedBroker broker)
    {
        // What was seen before the question binds the answer; what comes meanwhile does not.
        var (end, epoch) = (_highestEnd, _highestEpoch);
        if (await AskAsync(broker, Latest) is not { } latest || await AskAsync(broker, Earliest) is not { } earliest)
        {
            return false;
        }

        // A leader that has been replaced and does not know it yet may answer of its time.
        if (latest.LeaderEpoch >= epoch && latest.Offset < end)
        {
            Context.World.Fail($"{topic}-{partition} ended at {end} in epoch {epoch}, and at {latest.Offset} in epoch {latest.LeaderEpoch}");
        }

        if (earliest.Offset != 0)
        {
            Context.World.Fail($"{topic}-{partition} begins at {earliest.Offset}, and nothing was ever deleted");
        }

        (_highestEnd, _highestEpoch) = (Math.Max(_highestEnd, latest.Offset), Math.Max(_highestEpoch, latest.LeaderEpoch));
        return true;
    }

    private async Task<bool> AskTimesAsync(SimulatedBroker broker)
    {
        long nowMs = Context.World.Outside.Time.GetUtcNow().ToUnixTimeMilliseconds();
        long earlyMs = nowMs - Context.World.Random.Next(60_000);
        if (await AskAsync(broker, earlyMs) is not { } early || await AskAsync(broker, Context.World.Random.NextInt64(earlyMs, nowMs + 1)) is not { } late)
        {
            return false;
        }

        // -1 where there is no record of that time or later, yet.
        if (early.Offset >= 0 && late.Offset >= 0 && (late.Offset < early.Offset || early.Timestamp < earlyMs))
        {
            Context.World.Fail(
                $"{topic}-{partition}: time {earlyMs} was found at offset {early.Offset} ({early.Timestamp}), and a later one at {late.Offset} ({late.Timestamp})");
        }

        return true;
    }

    private async Task<bool> AskEpochAsync(SimulatedBroker broker)
    {
        if (_highestEpoch == 0)
        {
            return true;
        }

        int current = _highestEpoch;
        int wanted = Context.World.Random.Next(0, current);
        var response = await _client.CallAsync(
            broker,
            new OffsetForLeaderEpochRequest
            {
                Topics = [new() { Topic = topic, Partitions = [new() { Partition = partition, LeaderEpoch = wanted, CurrentLeaderEpoch = current }] }],
            },
            EpochVersion);
        if (response?.Topics.FirstOrDefault()?.Partitions.FirstOrDefault() is not { } answer
            || !Context.Errors.IsSuccess(ApiKey.OffsetForLeaderEpoch, answer.ErrorCode))
        {
            return false;
        }

        var end = (answer.LeaderEpoch, answer.EndOffset);
        if (!_epochEnds.TryAdd(wanted, end) && _epochEnds[wanted] is var before && before != end)
        {
            Context.World.Fail($"{topic}-{partition}: epoch {wanted} ended with {before}, and later with {end}");
        }

        return true;
    }

    private async Task<ListOffsetsResponse.Partition?> AskAsync(SimulatedBroker broker, long timestamp)
    {
        var response = await _client.CallAsync(
            broker,
            new ListOffsetsRequest { Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Timestamp = timestamp }] }] },
            ListOffsetsVersion);
        var answer = response?.Topics.FirstOrDefault()?.Partitions.FirstOrDefault();
        return answer is not null && Context.Errors.IsSuccess(ApiKey.ListOffsets, answer.ErrorCode) ? answer : null;
    }
}
