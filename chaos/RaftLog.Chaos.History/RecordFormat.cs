using System.Buffers.Text;
using System.Text;

namespace RaftLog.Chaos.History;

/// <summary>
/// The values of the workload: <c>p1:42 1700000000000000 </c>, name and time of sending, repeated until the value has its size. So a reader
/// knows each by itself, wherever it comes upon it, and a single damaged byte shows.
/// </summary>
public static class RecordFormat
{
    /// <summary>What a history has in the place of the name of a record whose value is none of the workload, or was damaged.</summary>
    public const string Damaged = "(damaged)";

    /// <summary>Writes the value of a record.</summary>
    public static byte[] Encode(RecordName name, long sentUs, int valueBytes)
    {
        byte[] head = Encoding.ASCII.GetBytes($"{name} {sentUs} ");
        byte[] value = new byte[Math.Max(valueBytes, head.Length)];
        for (int i = 0; i < value.Length; i++)
        {
            value[i] = head[i % head.Length];
        }

        return value;
    }

    /// <summary>Reads a value; false when it is not one of the workload or was damaged.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> value, out string name, out long sentUs)
    {
        name = "";
        sentUs = 0;
        int first = value.IndexOf((byte)' ');
        int second = first < 0 ? -1 : value[(first + 1)..].IndexOf((byte)' ');
        if (second <= 0 || !Utf8Parser.TryParse(value.Slice(first + 1, second), out sentUs, out int parsed) || parsed != second)
        {
            return false;
        }

        int head = first + second + 2;
        for (int i = head; i < value.Length; i++)
        {
            if (value[i] != value[i - head])
            {
                return false;
            }
        }

        name = Encoding.ASCII.GetString(value[..first]);
        return true;
    }
}
