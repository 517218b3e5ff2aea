using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Consumers;

namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>Reads one partition of the output as every client does that wants committed records only.</summary>
internal sealed class CommittedReader(WorkloadContext context, TransactionLedger ledger, int partition) : LoadClient(context)
{
    private readonly RoutedClient _client = new(context, TransactionTopics.Output);
    private long _position;

    public override string Name => $"the reader of output {partition}";

    // What it has not read yet, the final check reads from the logs.
    public override bool IsDone => true;

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (true)
        {
            var request = Fetches.Request(TransactionTopics.Output, partition, _position, maxWaitMs: 200, maxBytes: Context.World.Random.Next(1, 1 << 14));
            request.IsolationLevel = IsolationLevel.ReadCommitted;
            var response = await _client.CallAsync(_client.LeaderOf(partition), request, Fetches.Version);
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

    private void Take(FetchResponse.PartitionData read)
    {
        var committed = new CommittedRecords(read.AbortedTransactions ?? []);
        foreach (var record in committed.Of(read.Records, _position))
        {
            if (record.Offset >= read.LastStableOffset)
            {
                Context.World.Fail($"the reader of output {partition} got offset {record.Offset} at the last stable offset {read.LastStableOffset}");
            }

            if (record.Value is { } value)
            {
                ledger.Read(partition, value);
            }

            _position = record.Offset + 1;
        }
    }
}
