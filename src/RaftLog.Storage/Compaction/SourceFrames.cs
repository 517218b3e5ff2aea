using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Goes through the frames of one segment after the other, each of them checked: what compaction writes anew gets a new checksum. Used by one thread.</summary>
internal sealed class SourceFrames(IReadOnlyList<LogSegment> segments, int first) : IDisposable
{
    private const int WindowBytes = 256 * 1024;

    private int _next = first;
    private SegmentFile.Lease? _lease;
    private SegmentWalker? _walker;

    /// <summary>The segment it is in.</summary>
    public LogSegment Segment => segments[_next - 1];

    /// <summary>The segment behind; null at the last one.</summary>
    public LogSegment? NextSegment => _next < segments.Count ? segments[_next] : null;

    /// <summary>The frame it stands on.</summary>
    public FrameInfo Current => _walker!.Current;

    /// <summary>Whether it stands in a segment, before or on a frame.</summary>
    public bool IsOpen => _walker is not null;

    /// <summary>Goes to the beginning of the next segment; false when that was retired.</summary>
    public bool TryOpenNext()
    {
        Invariant.Require(_walker is null);
        LogSegment segment = segments[_next];
        if (segment.File.TryLease() is not { } lease)
        {
            return false;
        }

        _next++;
        _lease = lease;
        _walker = segment.Walk(lease.File, new IndexEntry(segment.FirstIndex, segment.FirstOffset, SegmentHeader.Size, FrameInfo.NoTimestamp), WindowBytes);
        return true;
    }

    /// <summary>Goes to the next frame of the segment; at its end, closes it and returns false.</summary>
    /// <exception cref="LogCorruptException">The frame is damaged.</exception>
    public bool MoveNext()
    {
        SegmentWalker walker = _walker!;
        if (!walker.MoveNext())
        {
            FrameProblem ending = walker.Problem;
            Close();
            return ending == FrameProblem.None
                ? false
                : throw new LogCorruptException(Segment.Path, walker.NextPosition, $"{ending}.");
        }

        FrameProblem problem = walker.CheckFrame();
        return problem == FrameProblem.None
            ? true
            : throw new LogCorruptException(Segment.Path, walker.Position, $"{problem} in the frame of index {walker.Current.Header.Index.Value}.");
    }

    /// <summary>The bytes of the frame; valid until it moves.</summary>
    public ReadOnlyMemory<byte> LoadFrame() => _walker!.LoadFrame();

    public void Dispose() => Close();

    private void Close()
    {
        _walker?.Dispose();
        _walker = null;
        _lease?.Dispose();
        _lease = null;
    }
}
