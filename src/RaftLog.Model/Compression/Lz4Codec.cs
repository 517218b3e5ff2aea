using System.Buffers;
using System.Runtime.InteropServices;

namespace RaftLog.Model;

/// <summary>LZ4 frames through the system's liblz4.</summary>
internal static unsafe class Lz4Codec
{
    private static readonly Lazy<bool> Available = new(static () => NativeLibrary.TryLoad(NativeLz4.Library, out _));

    private static readonly Lz4Preferences Preferences = new() { BlockMode = 1 };

    public static bool IsAvailable => Available.Value;

    public static void Compress(ReadOnlySpan<byte> source, IBufferWriter<byte> destination)
    {
        RequireLibrary();
        nuint bound = NativeLz4.CompressFrameBound((nuint)source.Length, Preferences);
        Span<byte> room = destination.GetSpan(checked((int)bound));
        fixed (byte* output = room)
        fixed (byte* input = source)
        {
            nuint written = NativeLz4.CompressFrame(output, (nuint)room.Length, input, (nuint)source.Length, Preferences);
            Check(written);
            destination.Advance((int)written);
        }
    }

    public static void Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        RequireLibrary();
        Check(NativeLz4.CreateDecompressionContext(out nint context, NativeLz4.FrameVersion));
        try
        {
            DecompressFrame(context, source, destination);
        }
        finally
        {
            _ = NativeLz4.FreeDecompressionContext(context);
        }
    }

    private static void DecompressFrame(nint context, ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        byte probe = 0;
        while (true)
        {
            // At the limit one more byte decides between a full buffer and one that overflows.
            bool full = destination.Remaining == 0;
            Span<byte> room = full ? new Span<byte>(ref probe) : destination.GetSpan();
            nuint written = (nuint)room.Length;
            nuint read = (nuint)source.Length;
            nuint hint;
            fixed (byte* output = room)
            fixed (byte* input = source)
            {
                hint = NativeLz4.Decompress(context, output, ref written, input, ref read, 0);
            }

            Check(hint);
            if (full && written > 0)
            {
                throw BatchCompression.TooLarge(destination.WrittenCount);
            }

            if (!full)
            {
                destination.Advance((int)written);
            }

            source = source[(int)read..];
            if (hint == 0)
            {
                return;
            }

            if (read == 0 && written == 0)
            {
                throw BatchCompression.Corrupt(CompressionCodec.Lz4, "the frame is cut short");
            }
        }
    }

    private static void RequireLibrary()
    {
        if (!IsAvailable)
        {
            throw BatchCompression.Missing(CompressionCodec.Lz4, NativeLz4.Library, "liblz4-1");
        }
    }

    private static void Check(nuint result)
    {
        if (NativeLz4.IsError(result) != 0)
        {
            string name = Marshal.PtrToStringUTF8(NativeLz4.GetErrorName(result)) ?? "unknown error";
            throw BatchCompression.Corrupt(CompressionCodec.Lz4, name);
        }
    }
}
