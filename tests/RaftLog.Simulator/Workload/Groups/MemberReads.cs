using RaftLog.Protocol;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Consumers;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>How a member of a group reads its partitions, whoever assigned them.</summary>
internal sealed class MemberReads(WorkloadContext context, RoutedClient client, string topic, ConsumedRecords consumed)
{
    private const int MostBytes = 1 << 18;

    private readonly FetchedBatches _batches = new(context);

    /// <summary>Reads on in each partition of the membership once, as far as its leader answers.</summary>
    public async Task ReadAsync(Membership membership)
    {
        foreach (var (place, position) in membership.Positions.ToList())
        {
            var request = Fetches.Request(topic, place.Partition, position, maxWaitMs: 0, MostBytes);
            var response = await client.CallAsync(client.LeaderOf(place.Partition), request, Fetches.Version);
            if (Fetches.Answer(response) is not { } read || !context.Errors.IsSuccess(ApiKey.Fetch, read.ErrorCode))
            {
                await client.RefreshAsync();
                continue;
            }

            var records = _batches.Of(read, place, position);
            records.ForEach(record => context.History.Read(place, topic, record.Offset, record.Value));
            consumed.Note(place, position, position + records.Count);
            membership.Positions[place] = position + records.Count;
        }
    }
}
