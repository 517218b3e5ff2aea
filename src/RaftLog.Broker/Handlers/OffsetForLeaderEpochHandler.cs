using RaftLog.Broker.Network;
using RaftLog.Broker.Partitions;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>OffsetForLeaderEpoch: where a term ended here, by which consumers find out whether their position was truncated (KIP-320).</summary>
internal sealed class OffsetForLeaderEpochHandler(ClusterView cluster, PartitionRegistry partitions)
    : ReplyHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(0, 4)
{
    protected override ValueTask<OffsetForLeaderEpochResponse> HandleAsync(OffsetForLeaderEpochRequest request, RequestContext context)
    {
        var image = cluster.Image;
        var response = new OffsetForLeaderEpochResponse();
        foreach (var topic in request.Topics)
        {
            image.Topics.TryGet(topic.Topic, out var known);
            var answers = new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult { Topic = topic.Topic };
            response.Topics.Add(answers);
            foreach (var partition in topic.Partitions)
            {
                var error = partitions.FindLeader(known, partition.Partition, partition.CurrentLeaderEpoch, out var leader);
                var answer = new OffsetForLeaderEpochResponse.EpochEndOffset { Partition = partition.Partition, ErrorCode = error };
                answers.Partitions.Add(answer);
                if (leader?.Log.EndOffsetForEpoch(new Term(partition.LeaderEpoch)) is { } end)
                {
                    answer.LeaderEpoch = end.Term.Value;
                    answer.EndOffset = end.EndOffset.Value;
                }
            }
        }

        return ValueTask.FromResult(response);
    }
}
