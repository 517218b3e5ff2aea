using System.Buffers;
using RaftLog.Broker.Transactions;
using RaftLog.Metadata;
using RaftLog.Storage;

namespace RaftLog.Broker.Handlers;

/// <summary>
/// Checks what a producer sent for one partition and copies it, once, to where the log will write it from. Only the header is looked at, and for a
/// compacted topic the keys: the records stay as they are, compressed or not, byte for byte. Only a largest timestamp that was left out is put in.
/// </summary>
internal sealed class ProducedBatchReader(ConfigResolver configs, TimeProvider time)
{
    private const short FirstVersionWithZstd = 7;

    /// <summary>Reads one batch.</summary>
    /// <param name="image">For the topic's configuration.</param>
    /// <param name="topic">The topic's name.</param>
    /// <param name="records">The bytes in the request; not used after the call.</param>
    /// <param name="version">The version of the request.</param>
    /// <param name="batch">The batch, to be released or appended; with an error nothing but the records that it is about.</param>
    public ErrorCode Read(MetadataImage image, string topic, in ReadOnlySequence<byte>? records, short version, out ProducedBatch batch)
    {
        batch = default;
        if (records is not { Length: > 0 } bytes)
        {
            return ErrorCode.InvalidRecord;
        }

        // Before anything is copied.
        var config = configs.TopicConfig(image, topic);
        if (bytes.Length > config.MaxMessageBytes)
        {
            return ErrorCode.MessageTooLarge;
        }

        int size = (int)bytes.Length;
        var frame = FrameBuffer.Rent(size);
        var payload = FrameBuffer.Payload(frame);
        bytes.CopyTo(payload);
        var error = Check(payload, config, version, out var header, out long logAppendTimeMs);
        if (error == ErrorCode.None && logAppendTimeMs < 0)
        {
            error = LargestTimestamp.Complete(frame.Memory[FrameHeader.Size..], payload);
        }

        if (error == ErrorCode.None && config.CleanupPolicy.HasFlag(CleanupPolicies.Compact))
        {
            error = KeyedRecords.Check(frame.Memory[FrameHeader.Size..], out var keyless);
            batch = new ProducedBatch(null, 0, -1, KeylessRecords: keyless);
        }

        if (error != ErrorCode.None)
        {
            frame.Release();
            return error;
        }

        ProducerIdAndEpoch? transaction = header.IsTransactional ? new ProducerIdAndEpoch(header.ProducerId, header.ProducerEpoch) : null;
        batch = new ProducedBatch(frame, size, logAppendTimeMs, transaction);
        return ErrorCode.None;
    }

    private ErrorCode Check(Span<byte> batch, TopicConfig config, short version, out RecordBatchHeader header, out long logAppendTimeMs)
    {
        logAppendTimeMs = -1;
        header = default;
        var error = KafkaErrors.Of(RecordBatch.Validate(batch));
        if (error != ErrorCode.None || !RecordBatchHeader.TryParse(batch, out header))
        {
            return error;
        }

        // Markers are written by coordinators, and whoever has an identity counts.
        if (header.IsControl || (header.HasProducerId ? header.BaseSequence < 0 || header.ProducerEpoch < 0 : header.IsTransactional))
        {
            return ErrorCode.InvalidRecord;
        }

        if (header.Codec == CompressionCodec.Zstd && version < FirstVersionWithZstd)
        {
            return ErrorCode.UnsupportedCompressionType;
        }

        long nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (config.TimestampType == TimestampType.LogAppendTime)
        {
            logAppendTimeMs = nowMs;
            RecordBatch.SetLogAppendTime(batch, logAppendTimeMs);
            return ErrorCode.None;
        }

        return IsAcceptable(header.BaseTimestampMs, nowMs, config) && IsAcceptable(header.MaxTimestampMs, nowMs, config)
            ? ErrorCode.None
            : ErrorCode.InvalidTimestamp;
    }

    // KIP-937, by what the header says: the first record's timestamp and the largest. Negative ones mean that there are none.
    private static bool IsAcceptable(long timestampMs, long nowMs, TopicConfig config) =>
        timestampMs < 0 || (timestampMs - nowMs <= config.TimestampAfterMaxMs && nowMs - timestampMs <= config.TimestampBeforeMaxMs);
}
