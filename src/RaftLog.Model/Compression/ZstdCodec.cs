using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace RaftLog.Model;

/// <summary>Zstandard frames through the system's libzstd.</summary>
internal static unsafe class ZstdCodec
{
    /// <summary>The library's own default, and Kafka's (<c>compression.zstd.level</c>).</summary>
    private const int Level = 3;

    private const int MinWindowLog = 10;
    private const int MaxWindowLog = 27;

    private static readonly Lazy<bool> Available = new(static () => NativeLibrary.TryLoad(NativeZstd.Library, out _));

    public static bool IsAvailable => Available.Value;

    public static void Compress(ReadOnlySpan<byte> source, IBufferWriter<byte> destination)
    {
        RequireLibrary();
        Span<byte> room = destination.GetSpan(checked((int)NativeZstd.CompressBound((nuint)source.Length)));
        fixed (byte* output = room)
        fixed (byte* input = source)
        {
            nuint written = NativeZstd.Compress(output, (nuint)room.Length, input, (nuint)source.Length, Level);
            Check(written);
            destination.Advance((int)written);
        }
    }

    public static void Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        RequireLibrary();
        nint context = NativeZstd.CreateDecompressionContext();
        if (context == 0)
        {
            throw BatchCompression.Corrupt(CompressionCodec.Zstd, "no memory for a decompression context");
        }

        try
        {
            // The window is allocated before a byte comes out, so it has to obey the limit too.
            int windowLog = Math.Clamp(BitOperations.Log2((uint)destination.Remaining) + 1, MinWindowLog, MaxWindowLog);
            Check(NativeZstd.SetParameter(context, NativeZstd.WindowLogMax, windowLog));
            DecompressFrames(context, source, destination);
        }
        finally
        {
            _ = NativeZstd.FreeDecompressionContext(context);
        }
    }

    private static void DecompressFrames(nint context, ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        byte probe = 0;
        fixed (byte* start = source)
        {
            var input = new ZstdBuffer { Start = start, Size = (nuint)source.Length };
            while (true)
            {
                // At the limit one more byte decides between a full buffer and one that overflows.
                bool full = destination.Remaining == 0;
                Span<byte> room = full ? new Span<byte>(ref probe) : destination.GetSpan();
                nuint readBefore = input.Position;
                nuint hint = Step(context, room, ref input, out int written);
                if (full && written > 0)
                {
                    throw BatchCompression.TooLarge(destination.WrittenCount);
                }

                if (!full)
                {
                    destination.Advance(written);
                }

                if (hint == 0 && input.Position == input.Size)
                {
                    return;
                }

                if (written == 0 && input.Position == readBefore)
                {
                    throw BatchCompression.Corrupt(CompressionCodec.Zstd, "the frame is cut short");
                }
            }
        }
    }

    private static nuint Step(nint context, Span<byte> room, ref ZstdBuffer input, out int written)
    {
        fixed (byte* start = room)
        {
            var output = new ZstdBuffer { Start = start, Size = (nuint)room.Length };
            nuint hint = NativeZstd.DecompressStream(context, ref output, ref input);
            Check(hint);
            written = (int)output.Position;
            return hint;
        }
    }

    private static void RequireLibrary()
    {
        if (!IsAvailable)
        {
            throw BatchCompression.Missing(CompressionCodec.Zstd, NativeZstd.Library, "libzstd1");
        }
    }

    private static void Check(nuint result)
    {
        if (NativeZstd.IsError(result) != 0)
        {
            string name = Marshal.PtrToStringUTF8(NativeZstd.GetErrorName(result)) ?? "unknown error";
            throw BatchCompression.Corrupt(CompressionCodec.Zstd, name);
        }
    }
}
