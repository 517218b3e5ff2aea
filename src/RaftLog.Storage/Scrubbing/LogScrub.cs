using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// One slow pass over the sealed segments of an open log: reads them piece by piece and checks every frame, for nobody else reads old entries before
/// they are needed, and then the other copies may be rotten, too. Wrong index files are rebuilt on the way. Used by one thread at a time, beside the
/// log's writer and readers.
/// </summary>
/// <remarks>
/// Only what is committed is looked at, since nothing else changes a sealed segment. One that was dropped or replaced meanwhile is left out; and
/// because that may be under way, damage counts only when a second look, a step later, finds it again in a segment that is still the log's.
/// </remarks>
public sealed class LogScrub
{
    private const int WindowBytes = 256 * 1024;

    private readonly PartitionLog _log;
    private readonly IFileSystem _fileSystem;

    // Those of the beginning; what is added during the pass is for the next one.
    private readonly LogSegment[] _segments;
    private int _number;

    // Where the next step begins in the present segment; null before its header was checked.
    private IndexEntry? _next;
    private bool _isSuspect;

    internal LogScrub(PartitionLog log, IFileSystem fileSystem)
    {
        _log = log;
        _fileSystem = fileSystem;
        _segments = log.Segments[..^1];
    }

    /// <summary>Checks the next piece.</summary>
    /// <param name="maxBytes">About how much to read.</param>
    /// <param name="committed">The commit index (inclusive): segments that reach beyond it are left out.</param>
    /// <exception cref="LogCorruptException">A sealed segment is damaged; the pass is over.</exception>
    /// <exception cref="IOException">The disk refuses to read.</exception>
    public ScrubStep Step(int maxBytes, LogIndex committed)
    {
        while (_number < _segments.Length && !IsChecked(_segments[_number], committed))
        {
            Leave();
        }

        if (_number == _segments.Length)
        {
            return new ScrubStep(0, IsDone: true);
        }

        LogSegment segment = _segments[_number];
        long bytes = Read(segment, maxBytes, out LogCorruptException? damage);
        if (damage is not null)
        {
            if (_isSuspect && IsStillThere(segment))
            {
                throw damage;
            }

            _isSuspect = true;
            return new ScrubStep(bytes, IsDone: false);
        }

        _isSuspect = false;
        string? rebuilt = null;
        if (_next?.Position == segment.AppendPosition)
        {
            rebuilt = CheckIndex(segment, ref bytes);
            Leave();
        }

        return new ScrubStep(bytes, _number == _segments.Length, rebuilt);
    }

    // By index, not by offset: a segment that ends with a command, or with the last record of all, is as committed as any other. What was cleaned was
    // committed before, also when a replica that has just started does not know it yet.
    private bool IsChecked(LogSegment segment, LogIndex committed) =>
        (segment.IsCleaned || segment.LastIndex <= committed) && IsStillThere(segment);

    private bool IsStillThere(LogSegment segment) => !_log.IsDisposed && Array.IndexOf(_log.Segments, segment) >= 0;

    private void Leave()
    {
        _number++;
        _next = null;
        _isSuspect = false;
    }

    private long Read(LogSegment segment, int maxBytes, out LogCorruptException? damage)
    {
        damage = null;
        try
        {
            if (segment.File.TryLease() is not { } lease)
            {
                return 0;
            }

            using (lease)
            {
                if (_next is null)
                {
                    damage = CheckHeader(segment, lease.File);
                    if (damage is not null)
                    {
                        return SegmentHeader.Size;
                    }
                }

                return ReadFrames(segment, lease.File, maxBytes, out damage);
            }
        }
        catch (FileNotFoundException)
        {
            damage = new LogCorruptException(segment.Path, 0, "the file is missing.");
            return 0;
        }
    }

    private LogCorruptException? CheckHeader(LogSegment segment, IFile file)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        int read = file.Read(0, bytes);
        if (!SegmentHeader.TryRead(bytes[..read], segment.Path, out SegmentHeader header) || header != segment.Header)
        {
            return new LogCorruptException(segment.Path, 0, "the segment header is not the one that was written.");
        }

        _next = new IndexEntry(segment.FirstIndex, segment.FirstOffset, SegmentHeader.Size, FrameInfo.NoTimestamp);
        return null;
    }

    // The frame that a step does not check any more is where the next one begins: what its header says is known by then.
    private long ReadFrames(LogSegment segment, IFile file, int maxBytes, out LogCorruptException? damage)
    {
        IndexEntry begin = _next!.Value;
        damage = null;
        using SegmentWalker walker = segment.Walk(file, begin, Math.Min(maxBytes, WindowBytes));
        while (walker.MoveNext())
        {
            FrameHeader header = walker.Current.Header;
            if (walker.Position - begin.Position >= maxBytes)
            {
                _next = new IndexEntry(header.Index, header.BaseOffset, walker.Position, FrameInfo.NoTimestamp);
                return walker.Position - begin.Position;
            }

            FrameProblem problem = walker.CheckFrame();
            if (problem != FrameProblem.None)
            {
                damage = new LogCorruptException(segment.Path, walker.Position, $"{problem} in the frame of index {header.Index.Value}.");
                return walker.NextPosition - begin.Position;
            }
        }

        if (walker.Problem != FrameProblem.None)
        {
            damage = new LogCorruptException(segment.Path, walker.NextPosition, $"{walker.Problem} where a frame should begin.");
        }
        else
        {
            _next = begin with { Position = walker.NextPosition };
        }

        return walker.NextPosition - begin.Position;
    }

    // A segment that the flusher has not sealed yet has no seal to look for.
    private string? CheckIndex(LogSegment segment, ref long bytes)
    {
        if (segment.File.IsPinned || segment.IndexFile.Load()?.Seal == segment.Seal)
        {
            return null;
        }

        bytes += segment.AppendPosition;
        return SegmentIndexRebuild.Run(_fileSystem, segment, _log.Options.IndexIntervalBytes) ? segment.IndexFile.FilePath : null;
    }
}
