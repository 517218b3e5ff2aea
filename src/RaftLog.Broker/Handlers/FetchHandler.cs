using RaftLog.Broker.Fetching;
using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// Fetch: reads up to the high watermark; when that is too little, waits for a high watermark to advance, a leadership to end, or the
/// client's patience, and looks again.
/// </summary>
internal sealed class FetchHandler(
    ClusterView cluster,
    PartitionRegistry partitions,
    FetchSessions sessions,
    CatchUpPace pace,
    BrokerOptions options,
    TimeProvider time,
    BrokerMetrics metrics)
    : ApiHandler<FetchRequest, FetchResponse>(4, 18)
{
    private readonly FetchedRecordsPool _records = new();

    // Where the next fetch without a session begins to read: a client whose limit is used up by its first partitions gets to the others in turn.
    private int _rotation;

    protected override async ValueTask<KafkaResponse> RespondAsync(FetchRequest request, RequestContext context)
    {
        var records = _records.Rent();
        try
        {
            var response = await FetchAsync(request, records, context);
            metrics.Fetched(records.TotalBytes);
            return KafkaResponse.Of(response, context.Version, records);
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    private async ValueTask<FetchResponse> FetchAsync(FetchRequest request, FetchedRecords records, RequestContext context)
    {
        var error = sessions.Begin(request, context.Version, out var fetch);
        if (fetch is null)
        {
            return new FetchResponse { ErrorCode = error };
        }

        request.Topics = fetch.Topics;
        var response = await ReadAsync(request, records, fetch.IsInTurn, context);
        fetch.Complete(response);
        return response;
    }

    private async ValueTask<FetchResponse> ReadAsync(FetchRequest request, FetchedRecords records, bool isInTurn, RequestContext context)
    {
        int maxBytes = Math.Min(options.FetchMaxBytes, await pace.WaitAsync(context.Connection));
        var pass = new FetchPass(cluster, partitions, request, context.Version, maxBytes);
        int start = isInTurn ? 0 : (int)((uint)Interlocked.Increment(ref _rotation) % (uint)Math.Max(1, pass.PartitionCount));
        bool isReady = pass.Run(start, records);
        pace.Take(context.Connection, pass.FileBytes);
        if (isReady || request.MaxWaitMs <= 0)
        {
            return await pass.CompleteAsync();
        }

        using var delay = new DelayedFetch(time, RequestDeadline.Clamp(request.MaxWaitMs, options.FetchMaxWait), context.Aborted);
        pass.Watch(delay);
        bool over;
        do
        {
            // The time may run out between two looks: what came in between still goes with this answer.
            over = delay.IsOver;
            records.Clear();
            pass = new FetchPass(cluster, partitions, request, context.Version, options.FetchMaxBytes);
            if (pass.Run(start, records) || over)
            {
                break;
            }

            await delay.WaitAsync();
        }
        while (true);
        return await pass.CompleteAsync();
    }
}
