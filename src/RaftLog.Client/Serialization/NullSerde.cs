using System.Buffers;

namespace RaftLog.Client;

internal sealed class NullSerde : Serde<Null>
{
    public override bool TrySerialize(Null value, IBufferWriter<byte> destination) => false;

    public override Null Deserialize(ReadOnlySpan<byte> data, bool isNull) => default;
}
