using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Makes the buffers in which an entry travels from the network to the log: room for a <see cref="FrameHeader"/>, then the payload, so that
/// the leader stamps the header in place and the batch is never copied again.
/// </summary>
public static class FrameBuffer
{
    /// <summary>The number of checksum bytes that end the payload of every kind but data.</summary>
    public const int ChecksumSize = 4;

    /// <summary>A buffer with header room and <paramref name="payloadLength"/> undefined payload bytes; the caller owns it.</summary>
    public static PooledBuffer Rent(int payloadLength) => PooledBuffer.Rent(checked(FrameHeader.Size + payloadLength));

    /// <summary>A buffer with header room and a copy of one record batch.</summary>
    public static PooledBuffer ForBatch(ReadOnlySpan<byte> batch)
    {
        PooledBuffer buffer = Rent(batch.Length);
        batch.CopyTo(Payload(buffer));
        return buffer;
    }

    /// <summary>A buffer with header room, a copy of <paramref name="content"/> and its checksum: the payload of a no-op, configuration or command.</summary>
    public static PooledBuffer ForContent(ReadOnlySpan<byte> content)
    {
        PooledBuffer buffer = Rent(content.Length + ChecksumSize);
        Span<byte> payload = Payload(buffer);
        content.CopyTo(payload);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[content.Length..], Crc32C.Compute(content));
        return buffer;
    }

    /// <summary>The payload bytes of a buffer that holds one frame.</summary>
    public static Span<byte> Payload(PooledBuffer frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Span[FrameHeader.Size..];
    }

    /// <summary>What was handed to <see cref="ForContent"/>: a payload other than data without its checksum.</summary>
    public static ReadOnlyMemory<byte> Content(ReadOnlyMemory<byte> payload) => payload[..^ChecksumSize];
}
