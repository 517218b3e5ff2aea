using System.Buffers;
using RaftLog.Model;

namespace RaftLog.Client;

internal sealed class NullSerde : Serde<Null>, IBytesView<Null>
{
    public NullableBytes View(Null value) => NullableBytes.Null;

    public override bool TrySerialize(Null value, IBufferWriter<byte> destination) => false;

    public override Null Deserialize(ReadOnlySpan<byte> data, bool isNull) => default;
}
