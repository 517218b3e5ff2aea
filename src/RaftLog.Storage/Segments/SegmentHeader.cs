using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The beginning of a segment file. Frames (<see cref="FrameHeader"/>) follow it without gaps up to the end of the file. Little-endian:
/// <code>
///   0  u64  magic "RLSEGMNT"
///   8  u32  format version, 1
///  12  u32  CRC-32C of the bytes 0..11 and 16..63
///  16  i64  index of the first frame
///  24  i64  offset of the first record
///  32  i32  term of the entry before the first frame, 0 when there is none
///  36       zero
/// </code>
/// Written once when the segment is begun. After a crash a tail of torn frames is cut (see <see cref="LogRecovery"/>).
/// </summary>
internal readonly record struct SegmentHeader(LogIndex FirstIndex, Offset FirstOffset, Term PreviousTerm)
{
    public const int Size = 64;
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "RLSEGMNT"u8;

    public void Write(Span<byte> target)
    {
        target = target[..Size];
        target.Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], FirstIndex.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], FirstOffset.Value);
        BinaryPrimitives.WriteInt32LittleEndian(target[32..], PreviousTerm.Value);
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
        if (version > Version)
        {
            throw new NewerFormatException($"{path} has format version {version}; this program reads up to {Version}. Use the newer program.");
        }

        header = new SegmentHeader(
            new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[16..])),
            new Offset(BinaryPrimitives.ReadInt64LittleEndian(source[24..])),
            new Term(BinaryPrimitives.ReadInt32LittleEndian(source[32..])));
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> header) => Crc32C.Append(Crc32C.Compute(header[..12]), header[16..]);
}
