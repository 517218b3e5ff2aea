using System.Buffers.Binary;
using System.Text;

namespace RaftLog.Broker.Groups;

/// <summary>
/// The one part of a consumer's metadata that the coordinator looks at: which topics it subscribes to. It tells whether a static
/// member came back as it was (the rest, owned partitions and user data, differs after every restart and means nothing then), and of which topics
/// nobody reads the offsets.
/// </summary>
/// <remarks>
/// <code>
/// int16 version │ int32 topic count │ count × (int16 length, bytes) │ …
/// </code>
/// </remarks>
internal static class ConsumerSubscription
{
    /// <summary>Whether both name the same topics in the same order. Metadata that is not of this shape is compared byte for byte.</summary>
    public static bool SameTopics(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        TryTopics(left, out var leftTopics) && TryTopics(right, out var rightTopics)
            ? leftTopics.SequenceEqual(rightTopics)
            : left.SequenceEqual(right);

    /// <summary>Whether <paramref name="topic"/> is subscribed to; metadata that is not of this shape may name any.</summary>
    public static bool MayName(ReadOnlySpan<byte> metadata, string topic)
    {
        if (!TryTopics(metadata, out var topics))
        {
            return true;
        }

        Span<byte> name = new byte[Encoding.UTF8.GetByteCount(topic)];
        Encoding.UTF8.GetBytes(topic, name);
        for (int position = sizeof(int); position < topics.Length;)
        {
            int length = BinaryPrimitives.ReadInt16BigEndian(topics[position..]);
            position += sizeof(short);
            if (topics.Slice(position, length).SequenceEqual(name))
            {
                return true;
            }

            position += length;
        }

        return false;
    }

    private static bool TryTopics(ReadOnlySpan<byte> metadata, out ReadOnlySpan<byte> topics)
    {
        topics = default;
        if (metadata.Length < 6)
        {
            return false;
        }

        int position = 6;
        for (int left = BinaryPrimitives.ReadInt32BigEndian(metadata[2..]); left > 0; left--)
        {
            if (metadata.Length - position < 2)
            {
                return false;
            }

            int length = BinaryPrimitives.ReadInt16BigEndian(metadata[position..]);
            position += 2;
            if (length < 0 || metadata.Length - position < length)
            {
                return false;
            }

            position += length;
        }

        topics = metadata[2..position];
        return true;
    }
}
