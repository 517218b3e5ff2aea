using System.Buffers;

namespace RaftLog.Model;

/// <summary>Compresses and decompresses the records of a batch with any <see cref="CompressionCodec"/>.</summary>
public static class BatchCompression
{
    private const int SmallestOutput = 4 * 1024;

    // The first guess of the decompressed size; text usually shrinks to a third or a fourth.
    private const int ExpectedRatio = 4;

    /// <summary>Whether the codec works in this process; false when its native library is missing.</summary>
    public static bool IsAvailable(CompressionCodec codec) => codec switch
    {
        CompressionCodec.None or CompressionCodec.Gzip or CompressionCodec.Snappy => true,
        CompressionCodec.Lz4 => Lz4Codec.IsAvailable,
        CompressionCodec.Zstd => ZstdCodec.IsAvailable,
        _ => false,
    };

    /// <summary>Appends the compressed form of <paramref name="source"/> to <paramref name="destination"/>.</summary>
    /// <exception cref="InvalidRecordBatchException">The codec is unknown, or its native library is missing.</exception>
    public static void Compress(CompressionCodec codec, ReadOnlySpan<byte> source, IBufferWriter<byte> destination)
    {
        switch (codec)
        {
            case CompressionCodec.None:
                destination.Write(source);
                break;
            case CompressionCodec.Gzip:
                GzipCodec.Compress(source, destination);
                break;
            case CompressionCodec.Snappy:
                SnappyCodec.Compress(source, destination);
                break;
            case CompressionCodec.Lz4:
                Lz4Codec.Compress(source, destination);
                break;
            case CompressionCodec.Zstd:
                ZstdCodec.Compress(source, destination);
                break;
            default:
                throw Unknown(codec);
        }
    }

    /// <summary>Decompresses <paramref name="source"/> into a buffer that the caller owns.</summary>
    /// <param name="codec">The codec that compressed it.</param>
    /// <param name="source">The compressed bytes.</param>
    /// <param name="maxBytes">The most bytes that may come out: a guard against bombs, which grow a thousandfold.</param>
    /// <exception cref="InvalidRecordBatchException">The bytes are corrupt, too many come out, or the codec is unknown or unavailable.</exception>
    public static PooledBuffer Decompress(CompressionCodec codec, ReadOnlySpan<byte> source, int maxBytes)
    {
        long guess = Math.Clamp((long)source.Length * ExpectedRatio, SmallestOutput, Math.Max(maxBytes, SmallestOutput));
        using var destination = new PooledBufferWriter((int)guess, Math.Max(maxBytes, 1));
        switch (codec)
        {
            case CompressionCodec.None:
                destination.Write(source);
                break;
            case CompressionCodec.Gzip:
                GzipCodec.Decompress(source, destination);
                break;
            case CompressionCodec.Snappy:
                SnappyCodec.Decompress(source, destination);
                break;
            case CompressionCodec.Lz4:
                Lz4Codec.Decompress(source, destination);
                break;
            case CompressionCodec.Zstd:
                ZstdCodec.Decompress(source, destination);
                break;
            default:
                throw Unknown(codec);
        }

        return destination.Detach();
    }

    internal static InvalidRecordBatchException TooLarge(int limit) =>
        new(RecordBatchProblem.DecompressedTooLarge, $"The records decompress to more than the limit of {limit} bytes.");

    internal static InvalidRecordBatchException Corrupt(CompressionCodec codec, string what, Exception? cause = null) =>
        new(RecordBatchProblem.CorruptCompression, $"The {codec} data is corrupt: {what}.", cause);

    internal static InvalidRecordBatchException Missing(CompressionCodec codec, string library, string package) =>
        new(
            RecordBatchProblem.CodecUnavailable,
            $"Codec {codec} needs the native library {library}, which was not found. Install it (Debian: {package}) or choose gzip or snappy.");

    private static InvalidRecordBatchException Unknown(CompressionCodec codec) =>
        new(RecordBatchProblem.UnknownCodec, $"Codec number {(int)codec} names no codec; known are 0 to {(int)CompressionCodec.Zstd}.");
}
