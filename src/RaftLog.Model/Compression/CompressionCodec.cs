namespace RaftLog.Model;

/// <summary>The codecs of record batches, with their numbers in the batch's attributes.</summary>
public enum CompressionCodec : byte
{
    /// <summary>Not compressed.</summary>
    None = 0,

    /// <summary>A gzip stream (RFC 1952). Always available.</summary>
    Gzip = 1,

    /// <summary>Snappy, raw or in the blocks of Java's xerial library. Always available.</summary>
    Snappy = 2,

    /// <summary>An LZ4 frame with independent blocks. Needs the system's liblz4.</summary>
    Lz4 = 3,

    /// <summary>A Zstandard frame (RFC 8878). Needs the system's libzstd.</summary>
    Zstd = 4,
}
