using RaftLog.Broker.Groups;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// OffsetFetch, from the image that the coordinator has applied. A group or partition without an offset is no error: offset -1, and
/// clients begin where they are configured to.
/// </summary>
internal sealed class OffsetFetchHandler(ClusterView cluster, GroupCoordinator groups, CoordinatorBarrier barrier, OffsetsUnderWay underWay)
    : ReplyHandler<OffsetFetchRequest, OffsetFetchResponse>(0, 10)
{
    private const short FirstVersionWithTopError = 2;
    private const short FirstVersionWithLists = 8;
    private const short FirstVersionWithTopicIds = 10;

    private static readonly CommittedOffset None = new(new Offset(-1), LeaderEpoch: -1, Metadata: "", CommitTimestampMs: -1);

    protected override async ValueTask<OffsetFetchResponse> HandleAsync(OffsetFetchRequest request, RequestContext context)
    {
        var unstable = new UnstableOffsets(underWay.Current);

        // A coordinator that was replaced, and has not heard of it, would send members back to what was committed before.
        bool coordinates = await barrier.PassAsync();
        var image = cluster.Image;
        var response = context.Version >= FirstVersionWithLists
            ? new OffsetFetchResponse { Groups = [.. request.Groups.Select(group => Fetch(image, group, coordinates, context.Version))] }
            : Fetch(image, request, coordinates, context.Version);
        return request.RequireStable ? unstable.KeepBack(image, request.GroupId, response) : response;
    }

    private OffsetFetchResponse Fetch(MetadataImage image, OffsetFetchRequest request, bool coordinates, short version)
    {
        var error = coordinates ? groups.Check(request.GroupId) : ErrorCode.NotCoordinator;
        var wanted = request.Topics?.Select(topic => (topic.Name, (IEnumerable<int>)topic.PartitionIndexes)) ?? AllOf(image, request.GroupId);

        // Version 1 has no place for an error but in the partitions.
        bool answersPartitions = error == ErrorCode.None || version < FirstVersionWithTopError;
        return new OffsetFetchResponse
        {
            ErrorCode = error,
            Topics = answersPartitions ? [.. wanted.Select(topic => new OffsetFetchResponse.Topic
            {
                Name = topic.Name,
                Partitions = [.. topic.Item2.Select(partition => Fetch(image, request.GroupId, new TopicPartition(topic.Name, partition), error))],
            })] : [],
        };
    }

    private static OffsetFetchResponse.Partition Fetch(MetadataImage image, string groupId, TopicPartition partition, ErrorCode error)
    {
        var committed = error == ErrorCode.None ? image.ConsumerGroups.OffsetOf(groupId, partition) ?? None : None;
        return new OffsetFetchResponse.Partition
        {
            PartitionIndex = partition.Partition,
            CommittedOffset = committed.Offset.Value,
            CommittedLeaderEpoch = committed.LeaderEpoch,
            Metadata = committed.Metadata,
            ErrorCode = error,
        };
    }

    private OffsetFetchResponse.Group Fetch(MetadataImage image, OffsetFetchRequest.Group group, bool coordinates, short version)
    {
        var error = coordinates ? groups.CheckFetch(group.GroupId, group.MemberId, group.MemberEpoch) : ErrorCode.NotCoordinator;
        return new OffsetFetchResponse.Group
        {
            GroupId = group.GroupId,
            ErrorCode = error,
            Topics = error != ErrorCode.None ? []
                : group.Topics is null ? AllTopicsOf(image, group.GroupId)
                : group.Topics.ConvertAll(topic => Fetch(image, group.GroupId, topic, byId: version >= FirstVersionWithTopicIds)),
        };
    }

    private static List<OffsetFetchResponse.GroupTopic> AllTopicsOf(MetadataImage image, string groupId) =>
    [
        .. AllOf(image, groupId).Select(topic => new OffsetFetchResponse.GroupTopic
        {
            Name = topic.Name,
            TopicId = image.Topics.TryGet(topic.Name, out var known) ? known.Id : Guid.Empty,
            Partitions = [.. topic.Partitions.Select(partition => Fetch(image, groupId, new TopicPartition(topic.Name, partition)))],
        }),
    ];

    private static OffsetFetchResponse.GroupTopic Fetch(MetadataImage image, string groupId, OffsetFetchRequest.GroupTopic topic, bool byId)
    {
        TopicImage? known = null;
        bool isUnknown = byId && !image.Topics.TryGet(topic.TopicId, out known);
        var name = known?.Name ?? topic.Name;
        return new OffsetFetchResponse.GroupTopic
        {
            Name = topic.Name,
            TopicId = topic.TopicId,
            Partitions =
            [
                .. topic.PartitionIndexes.Select(partition => isUnknown
                    ? Answer(partition, None, ErrorCode.UnknownTopicId)
                    : Fetch(image, groupId, new TopicPartition(name, partition))),
            ],
        };
    }

    private static OffsetFetchResponse.GroupPartition Fetch(MetadataImage image, string groupId, TopicPartition partition) =>
        Answer(partition.Partition, image.ConsumerGroups.OffsetOf(groupId, partition) ?? None, ErrorCode.None);

    private static OffsetFetchResponse.GroupPartition Answer(int partition, CommittedOffset committed, ErrorCode error) => new()
    {
        PartitionIndex = partition,
        CommittedOffset = committed.Offset.Value,
        CommittedLeaderEpoch = committed.LeaderEpoch,
        Metadata = committed.Metadata,
        ErrorCode = error,
    };

    private static IEnumerable<(string Name, IEnumerable<int> Partitions)> AllOf(MetadataImage image, string groupId) =>
        image.ConsumerGroups.TryGet(groupId, out var group)
            ? group.Offsets.Keys
                .GroupBy(partition => partition.Topic, partition => partition.Partition, StringComparer.Ordinal)
                .OrderBy(topic => topic.Key, StringComparer.Ordinal)
                .Select(topic => (topic.Key, (IEnumerable<int>)topic.Order()))
            : [];
}
