using System.Buffers;

namespace RaftLog.Client;

/// <summary>A serializer and its deserializer in one.</summary>
/// <typeparam name="T">The type of the key or value.</typeparam>
public abstract class Serde<T> : ISerializer<T>, IDeserializer<T>
{
    /// <inheritdoc/>
    public abstract bool TrySerialize(T value, IBufferWriter<byte> destination);

    /// <inheritdoc/>
    public abstract T Deserialize(ReadOnlySpan<byte> data, bool isNull);
}
