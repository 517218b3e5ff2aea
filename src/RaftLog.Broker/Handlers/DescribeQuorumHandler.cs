using System.Buffers.Binary;
using RaftLog.Broker.Leadership;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;
using RaftLog.Replication;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// DescribeQuorum, on any broker: how far the replicas of the metadata group are, as its leader sees them. Offsets are indexes of that group's log.
/// </summary>
/// <remarks>When a replica was last heard of is not kept as a time, so the timestamps are -1, which says that they are unknown.</remarks>
internal sealed class DescribeQuorumHandler(ClusterView cluster, MetadataQuorum quorum)
    : ReplyHandler<DescribeQuorumRequest, DescribeQuorumResponse>(0, 2)
{
    // What Kafka's tools ask for.
    private const string MetadataTopic = "__cluster_metadata";
    private const string PeerListener = "PEER";

    protected override async ValueTask<DescribeQuorumResponse> HandleAsync(DescribeQuorumRequest request, RequestContext context)
    {
        if (request.Topics is not [{ TopicName: MetadataTopic, Partitions: [{ PartitionIndex: 0 }] }])
        {
            return new DescribeQuorumResponse { Topics = request.Topics.ConvertAll(Refuse) };
        }

        var image = cluster.Image;
        var leader = cluster.Controller(image);
        return leader != BrokerId.None && await quorum.AskAsync(leader) is { } progress
            ? Answer(image, progress)
            : new DescribeQuorumResponse
            {
                ErrorCode = ErrorCode.NotLeaderOrFollower,
                ErrorMessage = "The metadata group has no leader at the moment; ask again.",
            };
    }

    private static DescribeQuorumResponse Answer(MetadataImage image, GroupProgress progress) => new()
    {
        Topics =
        [
            new DescribeQuorumResponse.Topic
            {
                TopicName = MetadataTopic,
                Partitions =
                [
                    new DescribeQuorumResponse.Partition
                    {
                        LeaderId = progress.Leader.Broker.Value,
                        LeaderEpoch = progress.Term.Value,
                        HighWatermark = progress.CommitIndex.Next().Value,
                        CurrentVoters = Replicas(progress, isLearner: false),
                        Observers = Replicas(progress, isLearner: true),
                    },
                ],
            },
        ],
        Nodes = [.. progress.Members.Select(member => Node(image, member)).OfType<DescribeQuorumResponse.Node>()],
    };

    private static List<DescribeQuorumResponse.Replica> Replicas(GroupProgress progress, bool isLearner) =>
    [
        .. from member in progress.Members
           where member.IsLearner == isLearner
           orderby member.Replica.Broker
           select new DescribeQuorumResponse.Replica
           {
               ReplicaId = member.Replica.Broker.Value,
               ReplicaDirectoryId = DirectoryUuid(member.Replica.Directory),
               LogEndOffset = member.Match.Next().Value,
           },
    ];

    private static DescribeQuorumResponse.Node? Node(MetadataImage image, MemberProgress member) =>
        image.Brokers.TryGet(member.Replica.Broker, out var broker)
            ? new DescribeQuorumResponse.Node
            {
                NodeId = broker.Id.Value,
                Listeners = [new DescribeQuorumResponse.Listener { Name = PeerListener, Host = broker.Peer.Host, Port = (ushort)broker.Peer.Port }],
            }
            : null;

    // Directory ids have 64 bits here; they stand in the low half.
    private static Guid DirectoryUuid(DirectoryId directory)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], directory.Value);
        return new Guid(bytes, bigEndian: true);
    }

    private static DescribeQuorumResponse.Topic Refuse(DescribeQuorumRequest.Topic topic) => new()
    {
        TopicName = topic.TopicName,
        Partitions = topic.Partitions.ConvertAll(partition => new DescribeQuorumResponse.Partition
        {
            PartitionIndex = partition.PartitionIndex,
            ErrorCode = ErrorCode.UnknownTopicOrPartition,
            ErrorMessage = $"There is one log to describe: partition 0 of {MetadataTopic}.",
            LeaderId = BrokerId.None.Value,
        }),
    };
}
