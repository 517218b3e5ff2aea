using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;
using RaftLog.Replication;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// DeleteRecords, at the leaders of the partitions. Answered when the group has agreed on the new log start, which holds for every replica from
/// then on: a follower serves nobody, and whoever leads next has the agreement. The low watermark of the answer is the log start.
/// </summary>
internal sealed class DeleteRecordsHandler(ClusterView cluster, PartitionRegistry partitions, ConfigResolver configs, TimeProvider time)
    : ReplyHandler<DeleteRecordsRequest, DeleteRecordsResponse>(0, 2)
{
    private const long HighWatermark = -1;
    private const long NoWatermark = -1;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async ValueTask<DeleteRecordsResponse> HandleAsync(DeleteRecordsRequest request, RequestContext context)
    {
        var image = cluster.Image;
        var response = new DeleteRecordsResponse();
        var deletions = new List<Deletion>();
        foreach (var topic in request.Topics)
        {
            image.Topics.TryGet(topic.Name, out var known);
            var answers = new DeleteRecordsResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var partition in topic.Partitions)
            {
                var answer = new DeleteRecordsResponse.Partition { PartitionIndex = partition.PartitionIndex, LowWatermark = NoWatermark };
                answers.Partitions.Add(answer);
                answer.ErrorCode = Start(image, known, partition, answer, deletions);
            }
        }

        using var deadline = new Deadline(time, RequestDeadline.Clamp(request.TimeoutMs, LongestWait));
        foreach (var deletion in deletions)
        {
            await AwaitAsync(deletion, deadline);
        }

        return response;
    }

    private ErrorCode Start(
        MetadataImage image,
        TopicImage? topic,
        DeleteRecordsRequest.Partition wanted,
        DeleteRecordsResponse.Partition answer,
        List<Deletion> deletions)
    {
        var error = partitions.FindLeader(topic, wanted.PartitionIndex, clientEpoch: -1, out var leader);
        if (leader is null)
        {
            return error;
        }

        // A log that is only compacted keeps the last value of every key; which of them are old is not for an offset to say.
        if (!configs.TopicConfig(image, topic!.Name).CleanupPolicy.HasFlag(CleanupPolicies.Delete))
        {
            return ErrorCode.PolicyViolation;
        }

        var committed = leader.State.HighWatermark;
        var start = wanted.Offset == HighWatermark ? committed : new Offset(wanted.Offset);
        if (start < Offset.Zero || start > committed)
        {
            return ErrorCode.OffsetOutOfRange;
        }

        if (start <= leader.Log.LogStartOffset)
        {
            answer.LowWatermark = leader.Log.LogStartOffset.Value;
            return ErrorCode.None;
        }

        deletions.Add(new Deletion(answer, OutcomeAsync(leader.AdvanceLogStartAsync(new AdvanceLogStart(start, LogIndex.Zero)))));
        return ErrorCode.None;
    }

    // Not AsTask: it would come back by way of the thread pool, whatever the scheduler.
    private static async Task<AppendOutcome> OutcomeAsync(ValueTask<AppendOutcome> appending) => await appending;

    private static async ValueTask AwaitAsync(Deletion deletion, Deadline deadline)
    {
        if (!await deadline.WaitAsync(deletion.Outcome))
        {
            deletion.Answer.ErrorCode = ErrorCode.RequestTimedOut;
            return;
        }

        var outcome = await deletion.Outcome;
        deletion.Answer.ErrorCode = KafkaErrors.Of(outcome.Status);
        deletion.Answer.LowWatermark = outcome.IsSuccess ? outcome.LogStartOffset.Value : NoWatermark;
    }

    private readonly record struct Deletion(DeleteRecordsResponse.Partition Answer, Task<AppendOutcome> Outcome);
}
