using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The header in front of every entry of a log, the same on disk and between brokers; the owner of that format. Little-endian:
/// <code>
///   0  u32  frame length, header included
///   4  u32  CRC-32C of the bytes 0..3 and 8..31
///   8  i32  term (Kafka's leader epoch)
///  12  u8   kind (<see cref="EntryKind"/>)
///  13  3 x  zero
///  16  i64  Raft index
///  24  i64  base offset: of the first record for data, else the offset that the next record will get
///  32       payload
/// </code>
/// The payload of data is one Kafka record batch (magic 2), whose own CRC covers its records; its base offset, length and leader epoch lie
/// outside that CRC and are therefore compared with this header. The payload of every other kind ends with a CRC-32C (u32) of what
/// precedes it.
/// </summary>
/// <param name="Length">The length of the whole frame in bytes, this header included.</param>
/// <param name="Term">The term in which a leader appended the entry.</param>
/// <param name="Kind">What the payload is.</param>
/// <param name="Index">The entry's index.</param>
/// <param name="BaseOffset">The offset of the first record, or of the next one for kinds without records.</param>
public readonly record struct FrameHeader(int Length, Term Term, EntryKind Kind, LogIndex Index, Offset BaseOffset)
{
    /// <summary>The number of bytes of a header.</summary>
    public const int Size = 32;

    /// <summary>The number of payload bytes.</summary>
    public int PayloadLength => Length - Size;

    /// <summary>Writes the header, its CRC included, to the first <see cref="Size"/> bytes of <paramref name="target"/>.</summary>
    public void Write(Span<byte> target)
    {
        target = target[..Size];
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Term.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], (uint)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Index.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], BaseOffset.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Checksum(target));
    }

    /// <summary>
    /// Reads and checks the header at the start of <paramref name="source"/>. That the whole frame is there is not asked for: compare
    /// <see cref="Length"/> with what is left.
    /// </summary>
    public static FrameProblem TryRead(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = default;
        if (source.Length < Size)
        {
            return FrameProblem.Truncated;
        }

        source = source[..Size];
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) != Checksum(source))
        {
            return FrameProblem.HeaderChecksum;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(source);
        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]);
        if (length is < Size or > int.MaxValue || kind is < (uint)EntryKind.Data or > (uint)EntryKind.Hole)
        {
            return FrameProblem.HeaderFields;
        }

        header = new FrameHeader(
            (int)length,
            new Term(BinaryPrimitives.ReadInt32LittleEndian(source[8..])),
            (EntryKind)kind,
            new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[16..])),
            new Offset(BinaryPrimitives.ReadInt64LittleEndian(source[24..])));
        return FrameProblem.None;
    }

    private static uint Checksum(ReadOnlySpan<byte> header) => Crc32C.Append(Crc32C.Compute(header[..4]), header[8..]);
}
