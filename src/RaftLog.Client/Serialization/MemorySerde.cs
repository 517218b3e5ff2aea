using System.Buffers;

namespace RaftLog.Client;

internal sealed class MemorySerde : Serde<ReadOnlyMemory<byte>>
{
    public override bool TrySerialize(ReadOnlyMemory<byte> value, IBufferWriter<byte> destination)
    {
        destination.Write(value.Span);
        return true;
    }

    public override ReadOnlyMemory<byte> Deserialize(ReadOnlySpan<byte> data, bool isNull) => data.ToArray();
}
