using System.Buffers;
using System.Buffers.Binary;

namespace RaftLog.Client;

internal sealed class Int32Serde : Serde<int>
{
    public override bool TrySerialize(int value, IBufferWriter<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination.GetSpan(sizeof(int)), value);
        destination.Advance(sizeof(int));
        return true;
    }

    public override int Deserialize(ReadOnlySpan<byte> data, bool isNull) =>
        data.Length == sizeof(int)
            ? BinaryPrimitives.ReadInt32BigEndian(data)
            : throw new FormatException($"A 32-bit number has {sizeof(int)} bytes; the record has {data.Length}.");
}
