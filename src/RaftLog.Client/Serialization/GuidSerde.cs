using System.Buffers;

namespace RaftLog.Client;

internal sealed class GuidSerde : Serde<Guid>
{
    private const int Size = 16;

    public override bool TrySerialize(Guid value, IBufferWriter<byte> destination)
    {
        value.TryWriteBytes(destination.GetSpan(Size), bigEndian: true, out int written);
        destination.Advance(written);
        return true;
    }

    public override Guid Deserialize(ReadOnlySpan<byte> data, bool isNull) =>
        data.Length == Size
            ? new Guid(data, bigEndian: true)
            : throw new FormatException($"A guid has {Size} bytes; the record has {data.Length}.");
}
