using System.Buffers;
using System.Buffers.Binary;

namespace RaftLog.Client;

internal sealed class Int64Serde : Serde<long>
{
    public override bool TrySerialize(long value, IBufferWriter<byte> destination)
    {
        BinaryPrimitives.WriteInt64BigEndian(destination.GetSpan(sizeof(long)), value);
        destination.Advance(sizeof(long));
        return true;
    }

    public override long Deserialize(ReadOnlySpan<byte> data, bool isNull) =>
        data.Length == sizeof(long)
            ? BinaryPrimitives.ReadInt64BigEndian(data)
            : throw new FormatException($"A 64-bit number has {sizeof(long)} bytes; the record has {data.Length}.");
}
