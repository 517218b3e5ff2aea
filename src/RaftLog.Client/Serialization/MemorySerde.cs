using System.Buffers;
using RaftLog.Model;

namespace RaftLog.Client;

internal sealed class MemorySerde : Serde<ReadOnlyMemory<byte>>, IBytesView<ReadOnlyMemory<byte>>, IViewDeserializer<ReadOnlyMemory<byte>>
{
    NullableBytes IBytesView<ReadOnlyMemory<byte>>.View(ReadOnlyMemory<byte> value) => value.Span;

    ReadOnlyMemory<byte> IViewDeserializer<ReadOnlyMemory<byte>>.View(ReadOnlyMemory<byte> data) => data;

    public override bool TrySerialize(ReadOnlyMemory<byte> value, IBufferWriter<byte> destination)
    {
        destination.Write(value.Span);
        return true;
    }

    public override ReadOnlyMemory<byte> Deserialize(ReadOnlySpan<byte> data, bool isNull) => data.ToArray();
}
