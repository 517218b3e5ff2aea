using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Topics;

/// <summary>Deletes the oldest records of a partition now and then, up to some offset or all of them.</summary>
internal sealed class RecordDeleter(WorkloadContext context, string topic, int partition) : LoadClient(context)
{
    private const short Version = 2;
    private const long UpToTheHighWatermark = -1;

    private readonly RoutedClient _client = new(context, topic);
    private readonly Place _place = new(topic, partition);

    public override string Name => $"who deletes records of {_place}";

    public override bool IsDone => true;

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (!IsStopping)
        {
            await Context.PauseAsync(100, 4_000);
            if (!IsStopping && !await DeleteAsync())
            {
                await _client.RefreshAsync();
            }
        }
    }

    private async Task<bool> DeleteAsync()
    {
        // What is known to be committed can be deleted at whoever leads.
        long end = Context.History.EndOf(_place);
        long offset = Context.World.Chance(0.2) ? UpToTheHighWatermark : Context.World.Random.NextInt64(0, end + 1);
        var request = new DeleteRecordsRequest
        {
            TimeoutMs = 2_000,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Offset = offset }] }],
        };
        var response = await _client.CallAsync(_client.LeaderOf(partition), request, Version);
        if (response?.Topics.FirstOrDefault()?.Partitions.FirstOrDefault() is not { } answer
            || !Context.Errors.IsSuccess(ApiKey.DeleteRecords, answer.ErrorCode))
        {
            return false;
        }

        if (answer.LowWatermark < offset)
        {
            Context.World.Fail($"{_place} begins at {answer.LowWatermark} when everything below {offset} was deleted");
        }

        Context.World.Trace.Note(Context.World.Now, "deleted in partition {0}: all below offset {1}", partition, answer.LowWatermark);
        Context.History.NoteStart(_place, answer.LowWatermark);
        return true;
    }
}
