using System.Buffers.Binary;

namespace RaftLog.Broker.Groups;

/// <summary>
/// What of a group's membership outlives its coordinator: whether there was any, and since when there was none. Offsets of an empty group expire by it.
/// </summary>
/// <remarks>
/// Little-endian, the opaque state of the group in the metadata:
/// <code>
/// u8 format (1) │ u8 type │ u8 has members │ i64 since, Unix milliseconds
/// </code>
/// </remarks>
/// <param name="Type">Who assigned its partitions.</param>
/// <param name="HasMembers">Whether it had members.</param>
/// <param name="SinceMs">Since when, in Unix milliseconds.</param>
internal readonly record struct KeptGroupState(GroupType Type, bool HasMembers, long SinceMs)
{
    private const byte Format = 1;
    private const int Length = 3 + sizeof(long);

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[0] = Format;
        bytes[1] = (byte)Type;
        bytes[2] = HasMembers ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(3), SinceMs);
        return bytes;
    }

    /// <summary>Reads a state; null of a group of which only offsets were ever written, or in a format of a later program.</summary>
    public static KeptGroupState? Read(ReadOnlySpan<byte> bytes) => bytes.Length >= Length && bytes[0] == Format
        ? new KeptGroupState((GroupType)bytes[1], bytes[2] != 0, BinaryPrimitives.ReadInt64LittleEndian(bytes[3..]))
        : null;
}
