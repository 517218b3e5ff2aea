using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>One entry as the twin remembers it.</summary>
/// <param name="Header">The stamped header.</param>
/// <param name="Frame">All bytes of its frame.</param>
/// <param name="NextOffset">The offset behind its records.</param>
/// <param name="Records">Its records.</param>
/// <param name="ProducerId">The idempotent producer; null when there is none.</param>
/// <param name="Batch">What is to be remembered of that producer.</param>
internal sealed record TwinEntry(
    FrameHeader Header, byte[] Frame, Offset NextOffset, IReadOnlyList<KeyedRecord> Records, long? ProducerId, ProducerBatch Batch)
{
    /// <summary>The time of the first compaction that has been over it; null when none was.</summary>
    public long? CleanedAtMs { get; set; }

    /// <summary>Reads a frame that was stamped.</summary>
    public static TwinEntry Of(byte[] frame)
    {
        FrameInfo.TryRead(frame, out FrameInfo info);
        var records = new List<KeyedRecord>();
        if (info.Header.Kind != EntryKind.Data)
        {
            return new TwinEntry(info.Header, frame, info.NextOffset, records, null, default);
        }

        ReadOnlyMemory<byte> batch = frame.AsMemory(FrameHeader.Size);
        if (!RecordBatchHeader.TryParse(batch.Span, out RecordBatchHeader header))
        {
            throw new ModelDifferenceException($"The frame of {info.Header.Index} holds no batch.");
        }

        records.AddRange(KeyedLog.RecordsOf(batch));
        return new TwinEntry(info.Header, frame, info.NextOffset, records, header.HasProducerId ? header.ProducerId : null, ProducerBatch.Of(header));
    }
}
