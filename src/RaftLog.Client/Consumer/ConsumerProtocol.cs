using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>The bytes that the members of a consumer group exchange through the coordinator: an int16 version and a message.</summary>
internal static class ConsumerProtocol
{
    public const string ProtocolType = "consumer";

    private const short SubscriptionVersion = 1;
    private const short AssignmentVersion = 1;
    private const short HighestKnown = 3;

    public static byte[] WriteSubscription(GroupSubscription subscription, byte[]? userData)
    {
        var message = new ConsumerProtocolSubscription
        {
            Topics = [.. subscription.Topics],
            UserData = userData,
            OwnedPartitions =
            [
                .. subscription.Owned.GroupBy(partition => partition.Topic).Select(topic => new ConsumerProtocolSubscription.TopicPartitions
                {
                    Topic = topic.Key,
                    Partitions = [.. topic.Select(partition => partition.Partition)],
                }),
            ],
        };
        return Write(message, SubscriptionVersion);
    }

    public static GroupSubscription ReadSubscription(string memberId, byte[] bytes)
    {
        var reader = new WireReader((ReadOnlyMemory<byte>)bytes);
        short version = reader.ReadInt16();
        var message = ConsumerProtocolSubscription.Read(ref reader, Math.Clamp(version, (short)0, HighestKnown));
        return new GroupSubscription(
            memberId,
            message.Topics,
            [.. message.OwnedPartitions.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition)))]);
    }

    public static byte[] WriteAssignment(IEnumerable<TopicPartition> partitions)
    {
        var message = new ConsumerProtocolAssignment
        {
            AssignedPartitions =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new ConsumerProtocolAssignment.TopicPartitions
                {
                    Topic = topic.Key,
                    Partitions = [.. topic.Select(partition => partition.Partition)],
                }),
            ],
        };
        return Write(message, AssignmentVersion);
    }

    /// <summary>The partitions in an assignment; none in an empty one, which a group that is not stable has.</summary>
    public static TopicPartition[] ReadAssignment(byte[] bytes)
    {
        if (bytes.Length < sizeof(short))
        {
            return [];
        }

        var reader = new WireReader((ReadOnlyMemory<byte>)bytes);
        short version = reader.ReadInt16();
        var message = ConsumerProtocolAssignment.Read(ref reader, Math.Clamp(version, (short)0, HighestKnown));
        return [.. message.AssignedPartitions.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition)))];
    }

    private static byte[] Write(IWireWritable message, short version)
    {
        byte[] bytes = new byte[sizeof(short) + message.SizeOf(version)];
        var writer = new WireWriter(bytes.AsSpan());
        writer.WriteInt16(version);
        message.Write(ref writer, version);
        return bytes;
    }
}
