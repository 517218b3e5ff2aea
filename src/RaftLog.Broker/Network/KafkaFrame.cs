using System.Buffers;
using System.Buffers.Binary;

namespace RaftLog.Broker.Network;

/// <summary>
/// The framing of both directions of a connection.
/// <code>
/// int32 size, big-endian, of what follows │ header │ body
/// </code>
/// </summary>
internal static class KafkaFrame
{
    public const int PrefixSize = sizeof(int);

    /// <summary>Cuts the first whole frame off <paramref name="received"/>; <paramref name="size"/> is what its prefix says, 0 while it is incomplete itself.</summary>
    public static FrameStatus TryCut(ref ReadOnlySequence<byte> received, int maxBytes, out ReadOnlySequence<byte> frame, out int size)
    {
        frame = default;
        size = 0;
        if (received.Length < PrefixSize)
        {
            return FrameStatus.Incomplete;
        }

        Span<byte> prefix = stackalloc byte[PrefixSize];
        received.Slice(0, PrefixSize).CopyTo(prefix);
        size = BinaryPrimitives.ReadInt32BigEndian(prefix);

        // Judged before the rest arrives, so that a bad size never makes us buffer for it.
        if (size < 0 || size > maxBytes)
        {
            return FrameStatus.BadSize;
        }

        if (received.Length - PrefixSize < size)
        {
            return FrameStatus.Incomplete;
        }

        frame = received.Slice(PrefixSize, size);
        received = received.Slice(frame.End);
        return FrameStatus.Complete;
    }
}
