using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RaftLog.Model;

/// <summary>
/// CRC-32C (Castagnoli), the checksum of Kafka's record batches and of every file of ours. Hardware-backed through
/// <see cref="BitOperations"/>; the value of the empty input is 0, that of "123456789" is 0xE3069283.
/// </summary>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="data"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The checksum of what <paramref name="crc"/> covers followed by <paramref name="data"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        while (data.Length >= Crc32CLanes.BlockBytes)
        {
            crc = Crc32CLanes.AppendBlock(crc, data);
            data = data[Crc32CLanes.BlockBytes..];
        }

        ref byte start = ref MemoryMarshal.GetReference(data);
        int words = data.Length / sizeof(ulong) * sizeof(ulong);
        int i = 0;
        for (; i < words; i += sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i)));
        }

        for (; i < data.Length; i++)
        {
            crc = BitOperations.Crc32C(crc, data[i]);
        }

        return ~crc;
    }
}
