using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Shows what a segment file holds, for people. Knows nothing of a running broker; the file is only read.</summary>
public static class SegmentDump
{
    /// <summary>
    /// Reads a segment file from its beginning. It goes on behind a frame whose payload is damaged and ends at a place where no frame header
    /// can be read; both are told in <see cref="DumpedFrame.Problem"/>.
    /// </summary>
    /// <exception cref="LogCorruptException">The file has no valid segment header.</exception>
    public static IEnumerable<DumpedFrame> Read(IFileSystem fileSystem, string path)
    {
        ArgumentNullException.ThrowIfNull(fileSystem);
        using IFile file = fileSystem.Open(path, FileOpenMode.Read);
        SegmentHeader segment = ReadSegmentHeader(file);
        long position = SegmentHeader.Size;
        LogIndex expected = segment.FirstIndex;
        while (position < file.Length)
        {
            DumpedFrame frame = ReadFrame(file, position, expected);
            bool isFrame = frame.Header.Length > 0;
            if (isFrame || !SpaceAhead.IsAll(file, position, file.Length))
            {
                yield return frame;
            }

            if (!isFrame)
            {
                yield break;
            }

            position += frame.Header.Length;
            expected = frame.LastIndex.Next();
        }
    }

    private static SegmentHeader ReadSegmentHeader(IFile file)
    {
        byte[] bytes = new byte[SegmentHeader.Size];
        int read = file.Read(0, bytes);
        return SegmentHeader.TryRead(bytes.AsSpan(0, read), file.Path, out SegmentHeader header)
            ? header
            : throw new LogCorruptException(file.Path, 0, "the segment header does not match its checksum, or this is no segment file.");
    }

    private static DumpedFrame ReadFrame(IFile file, long position, LogIndex expected)
    {
        byte[] head = new byte[FrameHeader.Size];
        FrameProblem problem = FrameHeader.TryRead(head.AsSpan(0, file.Read(position, head)), out FrameHeader header);
        if (problem == FrameProblem.None && header.Length > file.Length - position)
        {
            problem = FrameProblem.Truncated;
        }

        if (problem != FrameProblem.None)
        {
            return new DumpedFrame(position, default, null, default, $"{problem}; {file.Length - position} bytes are left");
        }

        byte[] frame = new byte[header.Length];
        file.Read(position, frame);
        problem = FrameCheck.Check(frame, out _);
        string? text = problem != FrameProblem.None ? problem.ToString()
            : header.Index != expected ? $"{FrameProblem.Sequence}: index {expected.Value} was expected"
            : null;
        ReadOnlyMemory<byte> payload = frame.AsMemory(FrameHeader.Size);
        bool isBatch = header.Kind == EntryKind.Data & RecordBatchHeader.TryParse(payload.Span, out RecordBatchHeader batch);
        return new DumpedFrame(position, header, isBatch ? batch : null, payload, text);
    }
}
