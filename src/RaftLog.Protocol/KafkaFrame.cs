using System.Buffers;
using System.Buffers.Binary;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol;

/// <summary>
/// Frames on a connection: an int32 size that does not count itself, then that many bytes, which are a header and a message.
/// </summary>
public static class KafkaFrame
{
    /// <summary>The bytes of the size in front of a frame.</summary>
    public const int SizePrefix = sizeof(int);

    /// <summary>Cuts the next frame off what a connection has received.</summary>
    /// <param name="buffer">The bytes received; moved behind the frame when there is one.</param>
    /// <param name="maxFrameBytes">The largest frame taken; it bounds what a connection can make the broker hold.</param>
    /// <param name="frame">The frame without its size, a slice of <paramref name="buffer"/>.</param>
    /// <returns>Whether a whole frame has arrived.</returns>
    /// <exception cref="WireFormatException">The size is negative or above the maximum: the connection is of no more use.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxFrameBytes, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (!TryReadSize(buffer, out int size))
        {
            return false;
        }

        if (size < 0 || size > maxFrameBytes)
        {
            throw new WireFormatException($"A frame of {size} bytes is outside 0 to {maxFrameBytes}", 0);
        }

        if (buffer.Length - SizePrefix < size)
        {
            return false;
        }

        frame = buffer.Slice(SizePrefix, size);
        buffer = buffer.Slice(frame.End);
        return true;
    }

    /// <summary>Whether a whole frame has arrived, of whatever size.</summary>
    /// <param name="buffer">The bytes received.</param>
    public static bool IsAtHand(in ReadOnlySequence<byte> buffer) => TryReadSize(buffer, out int size) && buffer.Length - SizePrefix >= size;

    /// <summary>Writes a request with its header as a frame.</summary>
    /// <exception cref="WireFormatException">The version cannot carry the request; nothing was written.</exception>
    public static void WriteRequest(IBufferWriter<byte> output, in RequestHeader header, IWireWritable request)
    {
        int size = header.SizeOf() + request.SizeOf(header.ApiVersion);
        var writer = new WireWriter(output);
        writer.WriteInt32(size);
        header.Write(ref writer);
        request.Write(ref writer, header.ApiVersion);
        writer.Flush();
    }

    /// <summary>Writes the response to a request of <paramref name="key"/> and <paramref name="version"/> as a frame.</summary>
    /// <exception cref="WireFormatException">The version cannot carry the response; nothing was written.</exception>
    public static void WriteResponse(IBufferWriter<byte> output, ApiKey key, short version, int correlationId, IKafkaResponse response)
    {
        short headerVersion = KafkaApi.ResponseHeaderVersion(key, version);
        int size = ResponseHeader.SizeOf(headerVersion) + response.SizeOf(version);
        var writer = new WireWriter(output);
        writer.WriteInt32(size);
        new ResponseHeader(correlationId).Write(ref writer, headerVersion);
        response.Write(ref writer, version);
        writer.Flush();
    }

    private static bool TryReadSize(in ReadOnlySequence<byte> buffer, out int size)
    {
        if (BinaryPrimitives.TryReadInt32BigEndian(buffer.FirstSpan, out size))
        {
            return true;
        }

        if (buffer.Length < SizePrefix)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[SizePrefix];
        buffer.Slice(0, SizePrefix).CopyTo(prefix);
        size = BinaryPrimitives.ReadInt32BigEndian(prefix);
        return true;
    }
}
