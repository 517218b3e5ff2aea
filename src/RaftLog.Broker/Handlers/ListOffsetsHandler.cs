using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>ListOffsets: the ends of a partition, and offsets by time, of what readers of an isolation level see.</summary>
internal sealed class ListOffsetsHandler(ClusterView cluster, PartitionRegistry partitions)
    : ReplyHandler<ListOffsetsRequest, ListOffsetsResponse>(1, 11)
{
    // What a timestamp below 0 asks for.
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long MaxTimestamp = -3;
    private const long EarliestLocal = -4;
    private const long LatestTiered = -5;
    private const long EarliestPendingUpload = -6;

    private const short FirstVersionWithMaxTimestamp = 7;
    private const short FirstVersionWithEarliestLocal = 8;
    private const short FirstVersionWithLatestTiered = 9;
    private const short FirstVersionWithPendingUpload = 11;

    protected override ValueTask<ListOffsetsResponse> HandleAsync(ListOffsetsRequest request, RequestContext context)
    {
        var image = cluster.Image;
        var response = new ListOffsetsResponse();
        foreach (var topic in request.Topics)
        {
            image.Topics.TryGet(topic.Name, out var known);
            var answers = new ListOffsetsResponse.Topic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var partition in topic.Partitions)
            {
                var error = partitions.FindLeader(known, partition.PartitionIndex, partition.CurrentLeaderEpoch, out var leader);
                var answer = new ListOffsetsResponse.Partition { PartitionIndex = partition.PartitionIndex, ErrorCode = error };
                answers.Partitions.Add(answer);
                if (leader is not null)
                {
                    Find(leader, partition.Timestamp, request.IsolationLevel, context.Version, answer);
                }
            }
        }

        return ValueTask.FromResult(response);
    }

    private static void Find(
        PartitionReplica leader, long timestamp, IsolationLevel isolation, short version, ListOffsetsResponse.Partition answer)
    {
        var term = leader.State.Term;
        var end = leader.ReadableEnd(isolation);
        try
        {
            switch (timestamp)
            {
                case Latest:
                    Answer(answer, end, term);
                    break;
                case Earliest:
                case EarliestLocal when version >= FirstVersionWithEarliestLocal:
                    Answer(answer, leader.Log.LogStartOffset, term);
                    break;
                case MaxTimestamp when version >= FirstVersionWithMaxTimestamp:
                    Answer(answer, leader.Log.OffsetOfMaxTimestamp(end));
                    break;
                case LatestTiered when version >= FirstVersionWithLatestTiered:
                case EarliestPendingUpload when version >= FirstVersionWithPendingUpload:
                    // Nothing is kept in another place than the log, so there is no such offset; that is no error.
                    break;
                case >= 0:
                    Answer(answer, leader.Log.OffsetForTimestamp(timestamp, end));
                    break;
                default:
                    answer.ErrorCode = ErrorCode.UnsupportedVersion;
                    break;
            }
        }
        catch (Exception failure) when (KafkaErrors.IsStorageFailure(failure))
        {
            answer.ErrorCode = ErrorCode.KafkaStorageError;
        }
    }

    private static void Answer(ListOffsetsResponse.Partition answer, Offset offset, Term term)
    {
        answer.Offset = offset.Value;
        Tell(answer, term);
    }

    // Nothing found is no error: offset and timestamp stay -1.
    private static void Answer(ListOffsetsResponse.Partition answer, TimestampOffset? found)
    {
        if (found is { } record)
        {
            answer.Offset = record.Offset.Value;
            answer.Timestamp = record.Timestamp;
            Tell(answer, record.Term);
        }
    }

    private static void Tell(ListOffsetsResponse.Partition answer, Term term) => answer.LeaderEpoch = term.Value;
}
