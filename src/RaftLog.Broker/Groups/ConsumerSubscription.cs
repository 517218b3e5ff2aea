using System.Buffers.Binary;

namespace RaftLog.Broker.Groups;

/// <summary>
/// The one part of a consumer's metadata that the coordinator looks at: which topics it subscribes to. It tells whether a static
/// member came back as it was; the rest (owned partitions, user data) differs after every restart and means nothing then.
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
