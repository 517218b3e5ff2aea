using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Limits;

/// <summary>What the disk does for one file at a time.</summary>
internal static partial class DiskLimits
{
    private const int Mebibyte = 1024 * 1024;
    private const int SmallBytes = 4096;
    private const double BytesPerMegabyte = 1e6;

    // About what a row at full speed writes. A smaller file is made of pages that the one before has just given back; a log grows into memory that the
    // system has to find first, which on a virtual machine may have to come from the host, page by page, and takes several times as long.
    private const int BufferedBlocks = 2048;
    private const int FlushedBlocks = 96;
    private const int SmallAppends = 400;

    /// <summary>1 MiB blocks through the page cache, in MB/s.</summary>
    public static double BufferedWrite(string folder, double scale) => Write(folder, Scaled(BufferedBlocks, scale), flush: false);

    /// <summary>1 MiB blocks, each made durable before the next, in MB/s.</summary>
    public static double FlushedWrite(string folder, double scale) => Write(folder, Scaled(FlushedBlocks, scale), flush: true);

    /// <summary>4 KiB appended, or written over zeros, and made durable: median and 99th percentile in ms.</summary>
    public static (double P50Ms, double P99Ms) SmallFlushes(string folder, bool overZeros, double scale)
    {
        int count = Scaled(SmallAppends, scale);
        byte[] block = RandomBytes(SmallBytes);
        double[] times = new double[count];
        InFile(folder, file =>
        {
            if (overZeros)
            {
                RandomAccess.Write(file, new byte[count * SmallBytes], 0);
                Flush(file);
            }

            for (int i = 0; i < count; i++)
            {
                long began = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, block, (long)i * SmallBytes);
                Flush(file);
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        });
        return (Statistics.Quantile(times, 0.5), Statistics.Quantile(times, 0.99));
    }

    /// <summary>fdatasync.</summary>
    public static void Flush(SafeFileHandle file)
    {
        if (DataSync(file) != 0)
        {
            throw new IOException($"fdatasync: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private static double Write(string folder, int blocks, bool flush)
    {
        byte[] block = RandomBytes(Mebibyte);
        TimeSpan took = default;
        InFile(folder, file =>
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < blocks; i++)
            {
                RandomAccess.Write(file, block, (long)i * Mebibyte);
                if (flush)
                {
                    Flush(file);
                }
            }

            took = Stopwatch.GetElapsedTime(began);
        });
        return (long)blocks * Mebibyte / BytesPerMegabyte / took.TotalSeconds;
    }

    private static void InFile(string folder, Action<SafeFileHandle> work)
    {
        string path = Path.Combine(folder, "limit");
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
            work(file);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int Scaled(int count, double scale) => Math.Max(8, (int)(count * scale));

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);
}
