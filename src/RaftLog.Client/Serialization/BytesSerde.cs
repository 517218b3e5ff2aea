using System.Buffers;
using RaftLog.Model;

namespace RaftLog.Client;

internal sealed class BytesSerde : Serde<byte[]?>, IBytesView<byte[]?>
{
    public NullableBytes View(byte[]? value) => value;

    public override bool TrySerialize(byte[]? value, IBufferWriter<byte> destination)
    {
        if (value is null)
        {
            return false;
        }

        destination.Write(value);
        return true;
    }

    public override byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull) => isNull ? null : data.ToArray();
}
