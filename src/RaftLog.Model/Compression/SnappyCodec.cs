using System.Buffers;
using System.Buffers.Binary;
using IronSnappy;

namespace RaftLog.Model;

/// <summary>
/// Snappy as it is found in Kafka: raw (librdkafka and others), or in the blocks of Java's xerial library, big-endian:
/// <code>
///  0 magic 82 53 4e 41 50 50 59 00      8 i32 version      12 i32 lowest compatible version
/// 16 repeated: i32 length, one raw snappy block of that length
/// </code>
/// Both are read; xerial is written, as Java clients do, because some readers know nothing else.
/// </summary>
internal static class SnappyCodec
{
    private const int XerialHeaderSize = 16;
    private const int XerialBlockSize = 32 * 1024;
    private const int XerialVersion = 1;

    private static ReadOnlySpan<byte> XerialMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static void Compress(ReadOnlySpan<byte> source, IBufferWriter<byte> destination)
    {
        Span<byte> header = destination.GetSpan(XerialHeaderSize);
        XerialMagic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], XerialVersion);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], XerialVersion);
        destination.Advance(XerialHeaderSize);
        while (!source.IsEmpty)
        {
            int length = Math.Min(source.Length, XerialBlockSize);
            byte[] block = Snappy.Encode(source[..length]);
            BinaryPrimitives.WriteInt32BigEndian(destination.GetSpan(sizeof(int)), block.Length);
            destination.Advance(sizeof(int));
            destination.Write(block);
            source = source[length..];
        }
    }

    public static void Decompress(ReadOnlySpan<byte> source, PooledBufferWriter destination)
    {
        if (!source.StartsWith(XerialMagic))
        {
            DecompressBlock(source, destination);
            return;
        }

        if (source.Length < XerialHeaderSize)
        {
            throw Corrupt("the xerial header is cut short");
        }

        source = source[XerialHeaderSize..];
        while (!source.IsEmpty)
        {
            int length = source.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32BigEndian(source);
            if (length < 0 || length > source.Length - sizeof(int))
            {
                throw Corrupt("a xerial block's length leaves the data");
            }

            DecompressBlock(source.Slice(sizeof(int), length), destination);
            source = source[(sizeof(int) + length)..];
        }
    }

    private static void DecompressBlock(ReadOnlySpan<byte> block, PooledBufferWriter destination)
    {
        // The decoder allocates what the block states, so that number is checked first.
        long stated = ReadStatedLength(block);
        if (stated > destination.Remaining)
        {
            throw BatchCompression.TooLarge(destination.WrittenCount + destination.Remaining);
        }

        try
        {
            destination.Write(Snappy.Decode(block));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw BatchCompression.Corrupt(CompressionCodec.Snappy, exception.Message, exception);
        }
    }

    private static long ReadStatedLength(ReadOnlySpan<byte> block)
    {
        long length = 0;
        for (int i = 0; i < Math.Min(block.Length, RecordVarint.MaxBytes32); i++)
        {
            length |= (long)(block[i] & 0x7f) << (7 * i);
            if (block[i] < 0x80)
            {
                return length;
            }
        }

        throw Corrupt("the length in front of a block does not end");
    }

    private static InvalidRecordBatchException Corrupt(string what) => BatchCompression.Corrupt(CompressionCodec.Snappy, what);
}
