using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What a log needs to know of a frame to place and find it: its header, and of a record batch where it ends and how new it is.</summary>
/// <param name="Header">The frame header.</param>
/// <param name="NextOffset">The offset behind the frame's records; the base offset for kinds without records, but of a hole the offset behind what it stands for.</param>
/// <param name="MaxTimestampMs">The largest record timestamp; <see cref="NoTimestamp"/> for kinds without records.</param>
internal readonly record struct FrameInfo(FrameHeader Header, Offset NextOffset, long MaxTimestampMs)
{
    /// <summary>Below every timestamp that a record can have.</summary>
    public const long NoTimestamp = long.MinValue;

    /// <summary>The last entry that the frame stands for: its own, unless it is a hole.</summary>
    public LogIndex LastIndex { get; init; } = Header.Index;

    /// <summary>Whether it stands for entries that compaction removed.</summary>
    public bool IsHole => Header.Kind == EntryKind.Hole;

    /// <summary>The bytes from the start of a frame that must be there to read this.</summary>
    public const int BytesNeeded = FrameHeader.Size + RecordBatchHeader.Size;

    /// <summary>Reads it from the start of a frame; what lies behind <see cref="BytesNeeded"/> is not looked at.</summary>
    public static FrameProblem TryRead(ReadOnlySpan<byte> frame, out FrameInfo info)
    {
        info = default;
        FrameProblem problem = FrameHeader.TryRead(frame, out FrameHeader header);
        if (problem != FrameProblem.None)
        {
            return problem;
        }

        if (header.Kind == EntryKind.Hole)
        {
            problem = HoleFrame.TryRead(frame[FrameHeader.Size..], header, out LogIndex last, out Offset nextOffset);
            info = new FrameInfo(header, nextOffset, NoTimestamp) { LastIndex = last };
            return problem;
        }

        if (header.Kind != EntryKind.Data)
        {
            info = new FrameInfo(header, header.BaseOffset, NoTimestamp);
            return FrameProblem.None;
        }

        if (!RecordBatchHeader.TryParse(frame[FrameHeader.Size..], out RecordBatchHeader batch) || batch.LastOffsetDelta < 0)
        {
            return frame.Length < BytesNeeded && header.PayloadLength >= RecordBatchHeader.Size ? FrameProblem.Truncated : FrameProblem.Batch;
        }

        // The frame header's checksum covers these; the batch's own does not.
        if (batch.BaseOffset != header.BaseOffset || batch.LeaderEpoch != header.Term || batch.SizeInBytes != header.PayloadLength)
        {
            return FrameProblem.BatchDiffersFromHeader;
        }

        // A batch that compaction left for its producer's sake has no record to be found by time.
        info = new FrameInfo(header, batch.NextOffset, batch.RecordCount == 0 ? NoTimestamp : batch.MaxTimestampMs);
        return FrameProblem.None;
    }
}
