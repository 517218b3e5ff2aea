using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// One record of the hard state file, 40 bytes, little-endian:
/// <code>
///   0  u32  CRC-32C of the bytes 4..39
///   4  u8   1: the state of a group, 2: the group is forgotten
///   5  3 x  zero
///   8  i64  group
///  16  i32  term
///  20  i32  vote: broker, -1 for none
///  24  u64  vote: directory
///  32  i64  number of records of this file that were durable when this one was written
/// </code>
/// The last field tells a torn write from damage: a record below it that cannot be read had been durable.
/// </summary>
internal readonly record struct HardStateRecord(GroupId Group, StoredHardState? State, long DurableRecords)
{
    public const int Size = 40;
    private const byte StateKind = 1;
    private const byte ForgottenKind = 2;

    public void Write(Span<byte> target)
    {
        target = target[..Size];
        target.Clear();
        StoredHardState state = State ?? new StoredHardState(Term.Zero, ReplicaId.None);
        target[4] = State is null ? ForgottenKind : StateKind;
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Group.Value);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], state.Term.Value);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], state.Vote.Broker.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], state.Vote.Directory.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], DurableRecords);
        BinaryPrimitives.WriteUInt32LittleEndian(target, Crc32C.Compute(target[4..]));
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out HardStateRecord record)
    {
        record = default;
        if (source.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(source) != Crc32C.Compute(source[4..Size])
            || source[4] is not (StateKind or ForgottenKind))
        {
            return false;
        }

        var vote = new ReplicaId(
            new BrokerId(BinaryPrimitives.ReadInt32LittleEndian(source[20..])),
            new DirectoryId(BinaryPrimitives.ReadUInt64LittleEndian(source[24..])));
        var state = new StoredHardState(new Term(BinaryPrimitives.ReadInt32LittleEndian(source[16..])), vote);
        record = new HardStateRecord(
            new GroupId(BinaryPrimitives.ReadInt64LittleEndian(source[8..])),
            source[4] == StateKind ? state : null,
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]));
        return true;
    }
}
