using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RaftLog.Benchmarks.Limits;

/// <summary>What one core does.</summary>
internal static class ProcessorLimits
{
    private const int CopyBytes = 64 * 1024 * 1024;
    private const int Copies = 24;
    private const int ChecksumBytes = 64 * 1024;
    private const int Checksums = 30_000;
    private const int StepCount = 150_000_000;
    private const double BytesPerMegabyte = 1e6;
    private const double Million = 1e6;

    /// <summary>Where results go, so that no compiler finds the work useless.</summary>
    public static ulong Sink { get; private set; }

    /// <summary>MB/s of a copy that no cache holds.</summary>
    public static double Copy(double scale)
    {
        byte[] from = new byte[CopyBytes], to = new byte[CopyBytes];
        from.AsSpan().Fill(1);
        from.CopyTo(to, 0);
        int count = Math.Max(2, (int)(Copies * scale));
        return (double)count * CopyBytes / BytesPerMegabyte / Seconds(() =>
        {
            for (int i = 0; i < count; i++)
            {
                from.CopyTo(to, 0);
            }

            Sink += to[^1];
        });
    }

    /// <summary>MB/s of CRC-32C over what the cache holds.</summary>
    public static double Checksum(double scale)
    {
        byte[] bytes = new byte[ChecksumBytes];
        new Random(1).NextBytes(bytes);
        int count = Math.Max(200, (int)(Checksums * scale));
        return (double)count * ChecksumBytes / BytesPerMegabyte / Seconds(() =>
        {
            for (int i = 0; i < count; i++)
            {
                Sink += Crc32C(bytes);
            }
        });
    }

    /// <summary>Millions of steps a second, each needing the one before.</summary>
    public static double Steps(double scale)
    {
        int count = Math.Max(1_000_000, (int)(StepCount * scale));
        return count / Million / Seconds(() => Sink += Step(count));
    }

    /// <summary>CRC-32C of bytes whose number is a multiple of eight; of others, without the last few.</summary>
    // At once as good as it gets: otherwise the first calls, which are measured too, would run what was compiled in haste.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        return ~crc;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Step(int count)
    {
        ulong state = 1;
        for (int i = 0; i < count; i++)
        {
            state = (state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407;
        }

        return state;
    }

    private static double Seconds(Action work)
    {
        long began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
