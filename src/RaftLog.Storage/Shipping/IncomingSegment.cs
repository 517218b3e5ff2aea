using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// A segment file that is being received. Every frame is checked, and what the log has to know of it noted, as soon as it is whole; the index
/// file is written on the way, so that nothing has to be read again when the log is opened.
/// </summary>
internal sealed class IncomingSegment : IDisposable
{
    // What is written without a flush: a flush of much more holds up everybody else's.
    private const long FlushEveryBytes = 16 * 1024 * 1024;
    private const int WindowBytes = 1024 * 1024;

    private readonly IFileSystem _fileSystem;
    private readonly string _path;
    private readonly int _indexIntervalBytes;
    private readonly Term _previousTerm;
    private readonly IFile _file;
    private LogSegment? _segment; // Null until the header of the segment has arrived.
    private long _flushed;

    /// <summary>Begins the file anew.</summary>
    public IncomingSegment(IFileSystem fileSystem, string directory, ShippedSegment expected, Term previousTerm, int indexIntervalBytes)
    {
        _fileSystem = fileSystem;
        _path = Path.Combine(directory, expected.Name);
        _previousTerm = previousTerm;
        _indexIntervalBytes = indexIntervalBytes;
        Expected = expected;
        fileSystem.DeleteFile(SegmentName.IndexPathOf(_path));
        _file = fileSystem.Open(_path, FileOpenMode.Truncate);
    }

    /// <summary>Takes a batch into account.</summary>
    /// <param name="index">The entry that it is in.</param>
    /// <param name="batch">The whole batch, valid during the call.</param>
    public delegate void NoteBatch(LogIndex index, ReadOnlySpan<byte> batch);

    /// <summary>What it shall become.</summary>
    public ShippedSegment Expected { get; }

    /// <summary>The bytes that have arrived; none of a frame before them is damaged.</summary>
    public long Received { get; private set; }

    public bool IsWhole => Received == Expected.Length;

    /// <summary>Adds bytes; hands each data batch that is whole now to <paramref name="note"/>.</summary>
    /// <exception cref="LogCorruptException">They are not what such a segment holds.</exception>
    public void Write(ReadOnlySpan<byte> bytes, NoteBatch note)
    {
        _file.Write(Received, bytes);
        Received += bytes.Length;
        if (_segment is null && !TryReadHeader())
        {
            return;
        }

        CheckFrames(_segment!, note);
        if (Received - _flushed >= FlushEveryBytes)
        {
            Flush();
        }
    }

    /// <summary>All has arrived: makes the file and its index durable, though not their names.</summary>
    /// <exception cref="LogCorruptException">It does not end as it should.</exception>
    public void Complete()
    {
        Invariant.Require(IsWhole);
        if (_segment is not { } segment || segment.AppendPosition != Expected.Length || ShippedSegment.Of(segment) != Expected)
        {
            throw new LogCorruptException(_path, _segment?.AppendPosition ?? 0, "the segment does not end as its sender said.");
        }

        Flush();
        segment.IndexFile.Seal(segment.Seal);
        Dispose();
    }

    public void Dispose()
    {
        _segment?.IndexFile.Dispose();
        _segment?.File.Retire();
        _file.Dispose();
    }

    // A follower's, from which nobody reads.
    private void Flush()
    {
        _file.Flush();
        _file.Forget(0, Received);
        _flushed = Received;
    }

    private bool TryReadHeader()
    {
        if (Received < SegmentHeader.Size)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        int read = _file.Read(0, bytes);
        if (!SegmentHeader.TryRead(bytes[..read], _path, out SegmentHeader header)
            || header.FirstIndex != Expected.FirstIndex || header.FirstOffset != Expected.FirstOffset
            || header.PreviousTerm != _previousTerm)
        {
            throw new LogCorruptException(_path, 0, "the segment header is not the one that its sender said.");
        }

        _segment = new LogSegment(_fileSystem, _path, header, _indexIntervalBytes);
        _segment.BeginIndex();
        return true;
    }

    private void CheckFrames(LogSegment segment, NoteBatch note)
    {
        var sequence = new FrameSequence(segment.LastIndex.Next(), segment.NextOffset, segment.LastTerm);
        using var walker = new SegmentWalker(_file, segment.AppendPosition, Received, sequence, WindowBytes);
        while (walker.MoveNext())
        {
            FrameProblem problem = walker.CheckFrame();
            if (problem != FrameProblem.None)
            {
                throw new LogCorruptException(_path, walker.Position, $"{problem}.");
            }

            segment.Note(walker.Current, walker.LoadFrame().Span);
            if (walker.Current.Header.Kind == EntryKind.Data)
            {
                note(walker.Current.Header.Index, walker.LoadFrame().Span[FrameHeader.Size..]);
            }
        }

        // A frame that is not all there yet ends the walk as well; the next bytes go on with it.
        if (walker.Problem is not (FrameProblem.None or FrameProblem.Truncated))
        {
            throw new LogCorruptException(_path, walker.NextPosition, $"{walker.Problem}.");
        }
    }
}
