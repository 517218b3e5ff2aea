using System.Buffers.Text;

namespace RaftLog.Chaos.History;

/// <summary>A value that goes through a chain: its number in digits, a blank, and what fills it up.</summary>
public static class ChainFormat
{
    private const int MostDigits = 10;

    /// <summary>The value of a number.</summary>
    public static byte[] Value(int number, int sizeInBytes)
    {
        var value = new byte[Math.Max(sizeInBytes, MostDigits + 1)];
        value.AsSpan().Fill((byte)'.');
        Utf8Formatter.TryFormat(number, value, out int digits);
        value[digits] = (byte)' ';
        return value;
    }

    /// <summary>The number of a value; -1 when it is none.</summary>
    public static int Number(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out int number, out int digits) && digits < value.Length && value[digits] == ' ' ? number : -1;
}
