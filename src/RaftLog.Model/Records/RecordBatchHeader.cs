using System.Buffers.Binary;

namespace RaftLog.Model;

/// <summary>
/// The fixed head of a Kafka record batch, format version 2 (KIP-98), big-endian:
/// <code>
///  0 i64 base offset      (written by the leader, outside the CRC)
///  8 i32 length           of what follows this field
/// 12 i32 leader epoch     (written by the leader, outside the CRC)
/// 16 i8  magic            2
/// 17 u32 CRC-32C          of byte 21 to the end of the batch
/// 21 i16 attributes       bits 0-2 codec, 3 timestamp type, 4 transactional, 5 control, 6 delete horizon
/// 23 i32 last offset delta
/// 27 i64 base timestamp   35 i64 max timestamp      (ms since 1970); with a delete horizon the base timestamp is that horizon (KIP-534)
/// 43 i64 producer id      51 i16 producer epoch     53 i32 base sequence   (-1 without idempotence)
/// 57 i32 record count     61 records, compressed as one block when a codec is set
/// </code>
/// </summary>
public readonly struct RecordBatchHeader
{
    /// <summary>The size of the header, and of a batch without records.</summary>
    public const int Size = 61;

    /// <summary>The bytes in front of what the length field counts: the base offset and the length field itself.</summary>
    public const int LengthOverhead = 12;

    /// <summary>The only supported format version.</summary>
    public const byte Magic = 2;

    /// <summary>The producer id of a batch that is not idempotent.</summary>
    public const long NoProducerId = -1;

    /// <summary>The producer epoch of a batch that is not idempotent.</summary>
    public const short NoProducerEpoch = -1;

    /// <summary>The base sequence of a batch that is not idempotent.</summary>
    public const int NoSequence = -1;

    internal const int LengthPosition = 8;
    internal const int LeaderEpochPosition = 12;
    internal const int MagicPosition = 16;
    internal const int CrcPosition = 17;
    internal const int AttributesPosition = 21;
    internal const int LastOffsetDeltaPosition = 23;
    internal const int BaseTimestampPosition = 27;
    internal const int MaxTimestampPosition = 35;
    internal const int ProducerIdPosition = 43;
    internal const int ProducerEpochPosition = 51;
    internal const int BaseSequencePosition = 53;
    internal const int CountPosition = 57;

    internal const short CodecMask = 0x07;
    internal const short LogAppendTimeBit = 0x08;

    /// <summary>The attribute bit of a batch that belongs to a transaction.</summary>
    public const short TransactionalBit = 0x10;

    internal const short ControlBit = 0x20;
    internal const short DeleteHorizonBit = 0x40;

    private RecordBatchHeader(ReadOnlySpan<byte> batch)
    {
        BaseOffset = new Offset(BinaryPrimitives.ReadInt64BigEndian(batch));
        Length = BinaryPrimitives.ReadInt32BigEndian(batch[LengthPosition..]);
        LeaderEpoch = new Term(BinaryPrimitives.ReadInt32BigEndian(batch[LeaderEpochPosition..]));
        Crc = BinaryPrimitives.ReadUInt32BigEndian(batch[CrcPosition..]);
        Attributes = BinaryPrimitives.ReadInt16BigEndian(batch[AttributesPosition..]);
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(batch[LastOffsetDeltaPosition..]);
        BaseTimestampMs = BinaryPrimitives.ReadInt64BigEndian(batch[BaseTimestampPosition..]);
        MaxTimestampMs = BinaryPrimitives.ReadInt64BigEndian(batch[MaxTimestampPosition..]);
        ProducerId = BinaryPrimitives.ReadInt64BigEndian(batch[ProducerIdPosition..]);
        ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(batch[ProducerEpochPosition..]);
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(batch[BaseSequencePosition..]);
        RecordCount = BinaryPrimitives.ReadInt32BigEndian(batch[CountPosition..]);
    }

    /// <summary>The offset of the first record.</summary>
    public Offset BaseOffset { get; }

    /// <summary>The number of bytes after the length field, as stated.</summary>
    public int Length { get; }

    /// <summary>The size of the whole batch, as stated: <see cref="Length"/> and the 12 bytes up to it.</summary>
    public int SizeInBytes => Length + LengthOverhead;

    /// <summary>The term of the leader that appended the batch.</summary>
    public Term LeaderEpoch { get; }

    /// <summary>The stated CRC-32C of everything from the attributes to the end.</summary>
    public uint Crc { get; }

    /// <summary>The attribute bits, unknown ones included.</summary>
    public short Attributes { get; }

    /// <summary>The last record's offset minus <see cref="BaseOffset"/>.</summary>
    public int LastOffsetDelta { get; }

    /// <summary>The timestamp that the records' deltas count from, in milliseconds since 1970.</summary>
    public long BaseTimestampMs { get; }

    /// <summary>The largest timestamp of the records, in milliseconds since 1970; -1 where there is none.</summary>
    public long MaxTimestampMs { get; }

    /// <summary>The id of the idempotent producer; -1 without.</summary>
    public long ProducerId { get; }

    /// <summary>The epoch of the idempotent producer; -1 without.</summary>
    public short ProducerEpoch { get; }

    /// <summary>The sequence of the first record; -1 without idempotence.</summary>
    public int BaseSequence { get; }

    /// <summary>The number of records, as stated.</summary>
    public int RecordCount { get; }

    /// <summary>The offset of the last record (inclusive).</summary>
    public Offset LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>The offset that follows the last record.</summary>
    public Offset NextOffset => BaseOffset + (LastOffsetDelta + 1L);

    /// <summary>The codec of the records; may be a number that names none.</summary>
    public CompressionCodec Codec => (CompressionCodec)(Attributes & CodecMask);

    /// <summary>Whether every record's timestamp is <see cref="MaxTimestampMs"/>, set by the leader at append.</summary>
    public bool HasLogAppendTime => (Attributes & LogAppendTimeBit) != 0;

    /// <summary>Whether the batch belongs to a transaction.</summary>
    public bool IsTransactional => (Attributes & TransactionalBit) != 0;

    /// <summary>Whether the one record is a transaction marker and not data.</summary>
    public bool IsControl => (Attributes & ControlBit) != 0;

    /// <summary>
    /// The time from which on compaction may drop the batch's tombstones, in milliseconds since 1970; null until compaction has set it (KIP-534).
    /// </summary>
    public long? DeleteHorizonMs => (Attributes & DeleteHorizonBit) != 0 ? BaseTimestampMs : null;

    /// <summary>Whether an idempotent producer wrote the batch.</summary>
    public bool HasProducerId => ProducerId >= 0;

    /// <summary>The sequence of the last record; after 2147483647 comes 0.</summary>
    public int LastSequence => BaseSequence < 0 ? BaseSequence : RecordBatch.AddSequence(BaseSequence, LastOffsetDelta);

    /// <summary>
    /// Reads the header at the start of <paramref name="batch"/>. Only the size and the magic are looked at;
    /// <see cref="RecordBatch.Validate"/> checks the rest.
    /// </summary>
    /// <returns>False when the bytes are fewer than a header or the magic is not 2.</returns>
    public static bool TryParse(ReadOnlySpan<byte> batch, out RecordBatchHeader header)
    {
        if (batch.Length < Size || batch[MagicPosition] != Magic)
        {
            header = default;
            return false;
        }

        header = new RecordBatchHeader(batch);
        return true;
    }
}
