using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Consumers;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>Reads one partition as every client does that wants committed records only.</summary>
/// <param name="context">The run.</param>
/// <param name="topic">A topic of transactional producers.</param>
/// <param name="partition">The partition.</param>
/// <param name="read">Is told of each record.</param>
internal sealed class CommittedReader(WorkloadContext context, string topic, int partition, Action<int, string> read) : LoadClient(context)
{
    private readonly RoutedClient _client = new(context, topic);
    private long _position;

    public override string Name => $"the reader of {topic} {partition}";

    // What it has not read yet, the final check reads from the logs.
    public override bool IsDone => true;

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (true)
        {
            var request = Fetches.Request(topic, partition, _position, maxWaitMs: 200, maxBytes: Context.World.Random.Next(1, 1 << 14));
            request.IsolationLevel = IsolationLevel.ReadCommitted;
            var response = await _client.CallAsync(_client.LeaderOf(partition), request, Fetches.Version);
            if (Fetches.Answer(response) is { } answer && Context.Errors.IsSuccess(ApiKey.Fetch, answer.ErrorCode))
            {
                Take(answer);
            }
            else
            {
                await _client.RefreshAsync();
            }
        }
    }

    private void Take(FetchResponse.PartitionData answer)
    {
        var committed = new CommittedRecords(answer.AbortedTransactions ?? []);
        foreach (var record in committed.Of(answer.Records, _position))
        {
            if (record.Offset >= answer.LastStableOffset)
            {
                Context.World.Fail($"the reader of {topic} {partition} got offset {record.Offset} at the last stable offset {answer.LastStableOffset}");
            }

            if (record.Value is { } value)
            {
                read(partition, value);
            }

            _position = record.Offset + 1;
        }
    }
}
