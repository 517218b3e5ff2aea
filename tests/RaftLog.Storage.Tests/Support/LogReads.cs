using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Short forms for what tests do to a log.</summary>
internal static class LogReads
{
    public static FrameHeader AppendBatch(this PartitionLog log, int term = 1, int records = 1, int valueBytes = 10, long timestampMs = 1000) =>
        log.StampAndAppend(Batches.Frame(records, valueBytes, timestampMs), EntryKind.Data, new Term(term));

    public static FrameHeader AppendContent(this PartitionLog log, EntryKind kind, int term = 1, byte[]? content = null) =>
        log.StampAndAppend(FrameBuffer.ForContent(content ?? []), kind, new Term(term));

    /// <summary>All frames from an index on, as bytes.</summary>
    public static List<byte[]> AllFrames(this PartitionLog log, LogIndex from, int maxBytes = 1 << 20)
    {
        var frames = new List<byte[]>();
        using var slices = new LogSlices();
        while (from <= log.LastIndex)
        {
            slices.Clear();
            FrameRange range = log.ReadFrames(from, log.LastIndex, maxBytes, slices);
            if (range.IsEmpty)
            {
                break;
            }

            frames.AddRange(Split(slices));
            from = range.Last.Next();
        }

        return frames;
    }

    /// <summary>The batches of a fetch as one array.</summary>
    public static byte[] Fetch(this PartitionLog log, Offset from, Offset limit, int maxBytes = 1 << 20, bool atLeastOne = true)
    {
        using var slices = new LogSlices();
        log.ReadBatches(from, limit, maxBytes, atLeastOne, slices);
        byte[] bytes = new byte[slices.TotalBytes];
        slices.CopyTo(bytes);
        return bytes;
    }

    /// <summary>All steps of a drop, one behind the other; false when it cannot be begun.</summary>
    public static bool TryDropPrefix(this PartitionLog log, LogIndex first, LogIndex committed, ReadOnlyMemory<byte> configuration)
    {
        if (log.PlanDrop(first, committed, configuration) is not { } drop)
        {
            return false;
        }

        drop.Prepare();
        return log.CompleteDrop(drop);
    }

    private static List<byte[]> Split(LogSlices slices)
    {
        byte[] bytes = new byte[slices.TotalBytes];
        slices.CopyTo(bytes);
        var frames = new List<byte[]>();
        for (int at = 0; at < bytes.Length;)
        {
            FrameHeader.TryRead(bytes.AsSpan(at), out FrameHeader header);
            frames.Add(bytes[at..(at + header.Length)]);
            at += header.Length;
        }

        return frames;
    }
}
