using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The frame that stands in a cleaned segment for a run of entries that compaction removed, so that indexes and offsets still follow each other and a
/// missing frame is still found. Header as of any frame: the index and base offset of the first entry removed, and its term, which all of
/// them had. The payload, little-endian:
/// <code>
///   0  i64  index of the last entry removed (inclusive)
///   8  i64  offset behind its records
///  16  u32  CRC-32C of the bytes 0..15
/// </code>
/// </summary>
internal static class HoleFrame
{
    /// <summary>The bytes of such a frame, header included.</summary>
    public const int Size = FrameHeader.Size + ContentSize + FrameBuffer.ChecksumSize;

    private const int ContentSize = 16;

    public static void Write(Span<byte> target, Term term, LogIndex first, Offset firstOffset, LogIndex last, Offset nextOffset)
    {
        target = target[..Size];
        new FrameHeader(Size, term, EntryKind.Hole, first, firstOffset).Write(target);
        Span<byte> payload = target[FrameHeader.Size..];
        BinaryPrimitives.WriteInt64LittleEndian(payload, last.Value);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], nextOffset.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[ContentSize..], Crc32C.Compute(payload[..ContentSize]));
    }

    /// <summary>Reads the payload, which is checked here: unlike that of any other kind it says where the next frame belongs.</summary>
    public static FrameProblem TryRead(ReadOnlySpan<byte> payload, in FrameHeader header, out LogIndex last, out Offset nextOffset)
    {
        last = default;
        nextOffset = default;
        if (header.Length != Size)
        {
            return FrameProblem.HeaderFields;
        }

        if (payload.Length < Size - FrameHeader.Size)
        {
            return FrameProblem.Truncated;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(payload[ContentSize..]) != Crc32C.Compute(payload[..ContentSize]))
        {
            return FrameProblem.PayloadChecksum;
        }

        last = new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(payload));
        nextOffset = new Offset(BinaryPrimitives.ReadInt64LittleEndian(payload[8..]));
        return last >= header.Index && nextOffset >= header.BaseOffset ? FrameProblem.None : FrameProblem.HeaderFields;
    }
}
