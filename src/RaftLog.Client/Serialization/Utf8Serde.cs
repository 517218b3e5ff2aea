using System.Buffers;
using System.Text;

namespace RaftLog.Client;

internal sealed class Utf8Serde : Serde<string?>
{
    public override bool TrySerialize(string? value, IBufferWriter<byte> destination)
    {
        if (value is null)
        {
            return false;
        }

        if (value.Length > 0)
        {
            Encoding.UTF8.GetBytes(value, destination);
        }

        return true;
    }

    public override string? Deserialize(ReadOnlySpan<byte> data, bool isNull) => isNull ? null : Encoding.UTF8.GetString(data);
}
