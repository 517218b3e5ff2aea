using System.Globalization;
using System.Text;
using RaftLog.Model;

namespace RaftLog.Simulator.Workload.Records;

/// <summary>How a record says which one it is: its name, then what only makes it larger.</summary>
internal static class RecordText
{
    private const byte Separator = (byte)'|';
    private const int Keys = 7;

    public static byte[] Write(string name, int paddingBytes)
    {
        byte[] value = new byte[Encoding.UTF8.GetByteCount(name) + 1 + paddingBytes];
        int length = Encoding.UTF8.GetBytes(name, value);
        value[length] = Separator;
        value.AsSpan(length + 1).Fill((byte)name[^1]);
        return value;
    }

    /// <summary>The key of a record of a compacted topic: one of a few, by the number that ends its name.</summary>
    public static string KeyOf(string name) => $"k{int.Parse(name.AsSpan(name.LastIndexOf('-') + 1), CultureInfo.InvariantCulture) % Keys}";

    public static string Read(in Record record)
    {
        var value = record.Value!.Value.Span;
        return Encoding.UTF8.GetString(value[..value.IndexOf(Separator)]);
    }
}
