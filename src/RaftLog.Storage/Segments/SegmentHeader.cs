using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The beginning of a segment file. Frames (<see cref="FrameHeader"/>) follow it without gaps up to the end of the file. Little-endian:
/// <code>
///   0  u64  magic "RLSEGMNT"
///   8  u32  format version: 1, or 2 of a cleaned segment
///  12  u32  CRC-32C of the bytes 0..11 and 16..63
///  16  i64  index of the first frame
///  24  i64  offset of the first record
///  32  i32  term of the entry before the first frame, 0 when there is none
///  36  u32  generation: how often compaction has written what it holds (zero with version 1, like all that follows)
///  40  i64  index of the last entry that it stands for (inclusive)
///  48  i64  offset behind that
///  56  i64  offset below which its records are cleaned
/// </code>
/// Written once: when the segment is begun, or with all frames when compaction has made it. After a crash a tail of torn frames is cut (see
/// <see cref="LogRecovery"/>), but not of a cleaned one, which has its name only once it is durable.
/// </summary>
internal readonly record struct SegmentHeader(LogIndex FirstIndex, Offset FirstOffset, Term PreviousTerm)
{
    public const int Size = 64;
    private const int Version = 1;
    private const int CleanedVersion = 2;

    private static ReadOnlySpan<byte> Magic => "RLSEGMNT"u8;

    /// <summary>What compaction says of the segment; null for one that is as it was appended.</summary>
    public CleanedRange? Cleaned { get; init; }

    public void Write(Span<byte> target)
    {
        target = target[..Size];
        target.Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Cleaned is null ? Version : CleanedVersion);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], FirstIndex.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], FirstOffset.Value);
        BinaryPrimitives.WriteInt32LittleEndian(target[32..], PreviousTerm.Value);
        if (Cleaned is { } cleaned)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target[36..], cleaned.Generation);
            BinaryPrimitives.WriteInt64LittleEndian(target[40..], cleaned.LastIndex.Value);
            BinaryPrimitives.WriteInt64LittleEndian(target[48..], cleaned.NextOffset.Value);
            BinaryPrimitives.WriteInt64LittleEndian(target[56..], cleaned.CleanBelow.Value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], Checksum(target));
    }

    /// <exception cref="NewerFormatException">A newer program wrote the segment.</exception>
    public static bool TryRead(ReadOnlySpan<byte> source, string path, out SegmentHeader header)
    {
        header = default;
        if (source.Length < Size || !source[..8].SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(source[12..]) != Checksum(source[..Size]))
        {
            return false;
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        if (version > CleanedVersion)
        {
            throw new NewerFormatException($"{path} has format version {version}; this program reads up to {CleanedVersion}. Use the newer program.");
        }

        header = new SegmentHeader(
            new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[16..])),
            new Offset(BinaryPrimitives.ReadInt64LittleEndian(source[24..])),
            new Term(BinaryPrimitives.ReadInt32LittleEndian(source[32..])))
        {
            Cleaned = version == CleanedVersion ? ReadCleaned(source) : null,
        };
        return true;
    }

    private static CleanedRange ReadCleaned(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt32LittleEndian(source[36..]),
        new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[40..])),
        new Offset(BinaryPrimitives.ReadInt64LittleEndian(source[48..])),
        new Offset(BinaryPrimitives.ReadInt64LittleEndian(source[56..])));

    private static uint Checksum(ReadOnlySpan<byte> header) => Crc32C.Append(Crc32C.Compute(header[..12]), header[16..]);
}
