using System.Buffers.Binary;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Checks frames that come from a peer or from a file.</summary>
public static class FrameCheck
{
    /// <summary>Checks one whole frame: header, and payload against the header and against its own checksum.</summary>
    public static FrameProblem Check(ReadOnlySpan<byte> frame, out FrameHeader header)
    {
        FrameProblem problem = FrameHeader.TryRead(frame, out header);
        if (problem != FrameProblem.None)
        {
            return problem;
        }

        if (header.Length != frame.Length)
        {
            return header.Length > frame.Length ? FrameProblem.Truncated : FrameProblem.HeaderFields;
        }

        ReadOnlySpan<byte> payload = frame[FrameHeader.Size..];
        return header.Kind == EntryKind.Data ? CheckBatch(payload, header) : CheckContent(payload);
    }

    /// <summary>
    /// Checks that <paramref name="frames"/> are whole, valid frames that begin at index <paramref name="first"/> and follow each other in index,
    /// offset and term. Whether the first one fits the log's end, the log itself asserts.
    /// </summary>
    /// <param name="frames">The bytes of all frames.</param>
    /// <param name="first">The index that the first one must have.</param>
    /// <param name="last">The header of the last valid frame.</param>
    public static FrameProblem CheckAll(ReadOnlySpan<byte> frames, LogIndex first, out FrameHeader last)
    {
        last = default;
        var sequence = new FrameSequence(first);
        while (frames.Length > 0)
        {
            FrameProblem problem = FrameHeader.TryRead(frames, out FrameHeader header);
            if (problem == FrameProblem.None && header.Length > frames.Length)
            {
                problem = FrameProblem.Truncated;
            }

            if (problem == FrameProblem.None && header.Kind == EntryKind.Hole)
            {
                // Nobody sends what compaction left: whoever needs entries from before gets whole segments.
                problem = FrameProblem.HeaderFields;
            }

            if (problem == FrameProblem.None)
            {
                problem = Check(frames[..header.Length], out header);
            }

            if (problem == FrameProblem.None)
            {
                problem = FrameInfo.TryRead(frames, out FrameInfo info);
                problem = problem == FrameProblem.None && !sequence.TryAdvance(info) ? FrameProblem.Sequence : problem;
            }

            if (problem != FrameProblem.None)
            {
                return problem;
            }

            last = header;
            frames = frames[header.Length..];
        }

        return FrameProblem.None;
    }

    private static FrameProblem CheckBatch(ReadOnlySpan<byte> batch, in FrameHeader frame)
    {
        if (RecordBatch.VerifyIntegrity(batch) != RecordBatchProblem.None || !RecordBatchHeader.TryParse(batch, out RecordBatchHeader header))
        {
            return FrameProblem.Batch;
        }

        return header.BaseOffset == frame.BaseOffset && header.LeaderEpoch == frame.Term
            ? FrameProblem.None
            : FrameProblem.BatchDiffersFromHeader;
    }

    private static FrameProblem CheckContent(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < FrameBuffer.ChecksumSize)
        {
            return FrameProblem.PayloadChecksum;
        }

        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(payload[^FrameBuffer.ChecksumSize..]);
        return stated == Crc32C.Compute(payload[..^FrameBuffer.ChecksumSize]) ? FrameProblem.None : FrameProblem.PayloadChecksum;
    }
}
