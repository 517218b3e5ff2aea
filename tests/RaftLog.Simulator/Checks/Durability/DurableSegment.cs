using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Durability;

/// <summary>
/// The frames of one segment file that have been flushed, read back from the file when it was. What the file holds after a power loss is at
/// least this, whatever the broker believes.
/// </summary>
internal sealed class DurableSegment
{
    // Where each frame ends, its term, and the last entry that it stands for; the first one has the index _first.
    private readonly List<(long End, Term Term, LogIndex Last)> _frames = [];
    private LogIndex? _first;
    private long _unflushedFrom;

    /// <summary>Whether the file would be found after a power loss; kept by <see cref="DurableDisk"/>.</summary>
    public bool? IsNameDurable { get; set; }

    /// <summary>The first index of the file; null while not even its header is flushed.</summary>
    public LogIndex? FirstIndex => _first;

    /// <summary>Something from this position on has changed and is not flushed yet.</summary>
    public void Written(long position) => _unflushedFrom = Math.Min(_unflushedFrom, position);

    /// <summary>The file was flushed: looks at what has changed since the last time.</summary>
    public void Flushed(IFile file)
    {
        if (_unflushedFrom == long.MaxValue)
        {
            return;
        }

        _frames.RemoveRange(CountBefore(_unflushedFrom), _frames.Count - CountBefore(_unflushedFrom));
        if (_unflushedFrom < SegmentHeader.Size)
        {
            _first = ReadHeader(file);
        }

        ReadFrames(file);
        _unflushedFrom = long.MaxValue;
    }

    /// <summary>The term of a durable entry; null when the entry is not there.</summary>
    public Term? TermAt(LogIndex index)
    {
        if (_first is not { } first || index < first || _frames.Count == 0 || index > _frames[^1].Last)
        {
            return null;
        }

        // Without holes the guess is right; with them the frame is before it.
        int at = (int)Math.Min(index - first, _frames.Count - 1);
        while (at > 0 && _frames[at - 1].Last >= index)
        {
            at--;
        }

        return _frames[at].Term;
    }

    private static LogIndex? ReadHeader(IFile file)
    {
        byte[] bytes = new byte[SegmentHeader.Size];
        int read = file.Read(0, bytes);
        return SegmentHeader.TryRead(bytes.AsSpan(0, read), file.Path, out var header) ? header.FirstIndex : null;
    }

    private int CountBefore(long position)
    {
        int kept = _frames.Count;
        while (kept > 0 && _frames[kept - 1].End > position)
        {
            kept--;
        }

        return kept;
    }

    private void ReadFrames(IFile file)
    {
        long position = _frames.Count > 0 ? _frames[^1].End : SegmentHeader.Size;
        if (_first is not { } first || file.Length <= position)
        {
            return;
        }

        byte[] bytes = new byte[file.Length - position];
        var rest = bytes.AsSpan(0, file.Read(position, bytes));
        var next = _frames.Count > 0 ? _frames[^1].Last.Next() : first;
        while (FrameHeader.TryRead(rest, out var header) == FrameProblem.None
            && header.Index == next
            && header.Length <= rest.Length
            && FrameCheck.Check(rest[..header.Length], out _) == FrameProblem.None
            && FrameInfo.TryRead(rest, out var info) == FrameProblem.None)
        {
            position += header.Length;
            _frames.Add((position, header.Term, info.LastIndex));
            rest = rest[header.Length..];
            next = info.LastIndex.Next();
        }
    }
}
