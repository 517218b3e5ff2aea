namespace RaftLog.Model;

/// <summary>What is wrong with a record batch. Every value but <see cref="None"/> means that nothing of the batch may be used.</summary>
public enum RecordBatchProblem
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The bytes end before the batch does.</summary>
    Truncated,

    /// <summary>The length field is below what a header needs, or the bytes go on after the batch has ended.</summary>
    LengthMismatch,

    /// <summary>The magic byte is not 2, the only format served since Kafka 0.11.</summary>
    UnsupportedMagic,

    /// <summary>The CRC-32C does not match the contents.</summary>
    CrcMismatch,

    /// <summary>The attributes name a codec that does not exist.</summary>
    UnknownCodec,

    /// <summary>The codec exists, but its native library is missing on this machine.</summary>
    CodecUnavailable,

    /// <summary>The record count is not positive, is not the last offset delta + 1, or is not the number of records found.</summary>
    CountMismatch,

    /// <summary>The compressed records do not decompress.</summary>
    CorruptCompression,

    /// <summary>The records decompress to more than the limit that was set: a compression bomb, or a limit too low.</summary>
    DecompressedTooLarge,

    /// <summary>A record's lengths contradict each other, or its offset delta is out of order.</summary>
    MalformedRecord,
}
