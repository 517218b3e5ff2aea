using RaftLog.Broker.Leadership;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;
using RaftLog.Replication;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// ElectLeaders, on any broker: has the present leader of each partition hand over to the preferred replica, the first of its list. One after
/// the other, so that a request for all partitions holds up one at a time.
/// </summary>
internal sealed class ElectLeadersHandler(ClusterView cluster, LeadershipTransfers transfers, TimeProvider time)
    : ReplyHandler<ElectLeadersRequest, ElectLeadersResponse>(0, 2)
{
    private const sbyte Preferred = 0;
    private const sbyte Unclean = 1;
    private const short FirstVersionWithError = 1;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async ValueTask<ElectLeadersResponse> HandleAsync(ElectLeadersRequest request, RequestContext context)
    {
        if (request.ElectionType is not (Preferred or Unclean))
        {
            return Refused(ErrorCode.InvalidRequest, context.Version);
        }

        var image = cluster.Image;
        var patience = RequestDeadline.Clamp(request.TimeoutMs, LongestWait);
        using var deadline = new Deadline(time, patience);
        var response = new ElectLeadersResponse();
        bool isForAll = request.TopicPartitions is null;
        foreach (var (name, partitions) in request.TopicPartitions?.Select(topic => (topic.Name, topic.Partitions)) ?? All(image))
        {
            image.Topics.TryGet(name, out var topic);
            var results = new ElectLeadersResponse.Topic { Name = name };
            foreach (int number in partitions)
            {
                var (error, message) = request.ElectionType == Unclean
                    ? Refusal(topic?.Partition(number))
                    : await ElectAsync(image, topic?.Partition(number), deadline, patience);

                // Whoever asks for all wants to hear of those that had to change.
                if (!isForAll || error != ErrorCode.ElectionNotNeeded)
                {
                    results.PartitionResult.Add(new ElectLeadersResponse.Partition { PartitionId = number, ErrorCode = error, ErrorMessage = message });
                }
            }

            if (results.PartitionResult.Count > 0)
            {
                response.ReplicaElectionResults.Add(results);
            }
        }

        return response;
    }

    private static IEnumerable<(string Name, List<int> Partitions)> All(MetadataImage image) =>
        image.Topics.ById.Values
            .OrderBy(topic => topic.Name, StringComparer.Ordinal)
            .Select(topic => (topic.Name, topic.Partitions.Select(partition => partition.Number).ToList()));

    // Version 0 has no place for it.
    private static ElectLeadersResponse Refused(ErrorCode error, short version) =>
        version >= FirstVersionWithError ? new ElectLeadersResponse { ErrorCode = error } : new ElectLeadersResponse();

    private static (ErrorCode Error, string? Message) Refusal(PartitionImage? partition) => partition is null
        ? Unknown
        : (ErrorCode.EligibleLeadersNotAvailable,
            "Unclean elections are never held: a leader is elected as soon as a majority of the replicas is there, and any other would lose acknowledged records.");

    private static (ErrorCode Error, string? Message) Unknown => (ErrorCode.UnknownTopicOrPartition, "There is no such partition.");

    private async ValueTask<(ErrorCode Error, string? Message)> ElectAsync(
        MetadataImage image, PartitionImage? partition, Deadline deadline, TimeSpan patience)
    {
        if (partition is null)
        {
            return Unknown;
        }

        var preferred = partition.Replicas[0].Broker;
        var leader = cluster.LeaderOf(image, partition.Group).Leader;
        if (leader == preferred)
        {
            return (ErrorCode.ElectionNotNeeded, $"Broker {preferred.Value}, the preferred one, leads already.");
        }

        if (leader == BrokerId.None || !image.Brokers.TryGet(preferred, out var broker) || !broker.IsUsable)
        {
            return (ErrorCode.PreferredLeaderNotAvailable, leader == BrokerId.None
                ? "The partition has no leader that could hand over."
                : $"Broker {preferred.Value}, the preferred one, is not available.");
        }

        var transfer = transfers.HandOverAsync(leader, partition.Group, preferred, patience);
        if (!await deadline.WaitAsync(transfer))
        {
            return (ErrorCode.RequestTimedOut, "The time of the request is up.");
        }

        return await transfer == LeadershipTransferStatus.Transferred
            ? (ErrorCode.None, null)
            : (ErrorCode.PreferredLeaderNotAvailable, $"Broker {preferred.Value}, the preferred one, is behind, or broker {leader.Value} leads no longer.");
    }
}
