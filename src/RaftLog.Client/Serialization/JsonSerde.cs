using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RaftLog.Client;

internal sealed class JsonSerde<T>(JsonTypeInfo<T> typeInfo) : Serde<T?>
{
    public override bool TrySerialize(T? value, IBufferWriter<byte> destination)
    {
        if (value is null)
        {
            return false;
        }

        using var writer = new Utf8JsonWriter(destination);
        JsonSerializer.Serialize(writer, value, typeInfo);
        return true;
    }

    public override T? Deserialize(ReadOnlySpan<byte> data, bool isNull) =>
        isNull ? default : JsonSerializer.Deserialize(data, typeInfo);
}
