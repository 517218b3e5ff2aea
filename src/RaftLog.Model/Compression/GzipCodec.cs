using System.Buffers;
using System.IO.Compression;

namespace RaftLog.Model;

/// <summary>gzip through the framework's own zlib.</summary>
internal static class GzipCodec
{
    public static void Compress(ReadOnlySpan<byte> source, IBufferWriter<byte> destination)
    {
        using var output = new BufferWriterStream(destination);
        using var gzip = new GZipStream(output, CompressionLevel.Fastest);
        gzip.Write(source);
    }

    /// <summary>
    /// Decompresses what is there: the framework does not tell a stream that is cut short from one that ends. The batch's CRC and
    /// record count do.
    /// </summary>
    public static unsafe void Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        if (source.IsEmpty)
        {
            return;
        }

        fixed (byte* start = source)
        {
            using var input = new UnmanagedMemoryStream(start, source.Length);
            using var gzip = new GZipStream(input, CompressionMode.Decompress);
            try
            {
                ReadAll(gzip, destination);
            }
            catch (InvalidDataException exception)
            {
                throw BatchCompression.Corrupt(CompressionCodec.Gzip, exception.Message, exception);
            }
        }
    }

    private static void ReadAll(GZipStream gzip, PooledBufferWriter destination)
    {
        Span<byte> probe = stackalloc byte[1];
        while (true)
        {
            // At the limit one more byte decides between a full buffer and one that overflows.
            Span<byte> room = destination.Remaining > 0 ? destination.GetSpan() : probe;
            int read = gzip.Read(room);
            if (read == 0)
            {
                return;
            }

            if (destination.Remaining == 0)
            {
                throw BatchCompression.TooLarge(destination.WrittenCount);
            }

            destination.Advance(read);
        }
    }
}
