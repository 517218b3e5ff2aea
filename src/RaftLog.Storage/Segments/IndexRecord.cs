using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// One record of an index file, 40 bytes, little-endian:
/// <code>
///   0  u32  kind (<see cref="IndexRecordKind"/>)
///   4  u32  CRC-32C of the bytes 0..3 and 8..39
///   8  i64  index
///  16  i64  offset
///  24  i64  value: a timestamp, a term, an offset or a producer's id
///  32  i64  position in the segment file
/// </code>
/// </summary>
internal readonly record struct IndexRecord(IndexRecordKind Kind, LogIndex Index, Offset Offset, long Value, long Position)
{
    public const int Size = 40;

    public static IndexRecord For(in IndexEntry entry) =>
        new(IndexRecordKind.Position, entry.Index, entry.Offset, entry.MaxTimestampBefore, entry.Position);

    public IndexEntry ToEntry() => new(Index, Offset, Position, Value);

    public void Write(Span<byte> target)
    {
        target = target[..Size];
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Index.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Offset.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], Position);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Checksum(target));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out IndexRecord record)
    {
        record = default;
        if (source.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) != Checksum(source[..Size]))
        {
            return false;
        }

        record = new IndexRecord(
            (IndexRecordKind)BinaryPrimitives.ReadUInt32LittleEndian(source),
            new LogIndex(BinaryPrimitives.ReadInt64LittleEndian(source[8..])),
            new Offset(BinaryPrimitives.ReadInt64LittleEndian(source[16..])),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]));
        return record.Kind is >= IndexRecordKind.Position and <= IndexRecordKind.AbortedTransaction;
    }

    private static uint Checksum(ReadOnlySpan<byte> record) => Crc32C.Append(Crc32C.Compute(record[..4]), record[8..]);
}
