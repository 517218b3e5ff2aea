using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Writes what compaction keeps of some neighbouring segments into one file beside them, which goes by a temporary name until the log takes it: an
/// interrupted compaction leaves nothing but that, and opening the log removes it. Used by one thread.
/// </summary>
internal sealed class CleanedSegmentWriter : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly IFileSystem _fileSystem;
    private readonly LogSegment _segment;
    private readonly string _directory;
    private readonly string _temporaryPath;
    private readonly IFile _file;
    private readonly PooledBufferWriter _buffer = new(BufferBytes);
    private readonly List<LogSegment> _sources = [];
    private readonly int _generation;

    // Of all frames so far: part of the name.
    private uint _checksum;

    // Where the buffer belongs in the file.
    private long _position = SegmentHeader.Size;

    // The entries left out since the last frame; of one term, since it is the term by which others find them.
    private Hole? _hole;

    public CleanedSegmentWriter(
        IFileSystem fileSystem,
        string directory,
        LogSegment first,
        IEnumerable<LogSegment> all,
        PartitionLogOptions options,
        OpenFileBudget? openFiles = null)
    {
        _fileSystem = fileSystem;
        _directory = directory;
        _generation = 1 + all.Max(segment => segment.Header.Cleaned?.Generation ?? 0);
        var header = new SegmentHeader(first.FirstIndex, first.FirstOffset, first.Header.PreviousTerm);
        _temporaryPath = Path.Combine(directory, SegmentName.Of(header.FirstIndex, header.FirstOffset)) + FileSystemOperations.TemporarySuffix;
        _segment = new LogSegment(fileSystem, _temporaryPath, header, options.IndexIntervalBytes, options.FindsCommands, openFiles);
        _segment.BeginIndex();
        _file = fileSystem.Open(_temporaryPath, FileOpenMode.Truncate);
    }

    /// <summary>The bytes so far.</summary>
    public long Length => _segment.AppendPosition;

    /// <summary>Whether anything differs from the segments it is made from.</summary>
    public bool HasChanges { get; private set; }

    public IReadOnlyList<LogSegment> Sources => _sources;

    /// <summary>The frames that follow are from this segment.</summary>
    public void Begin(LogSegment source)
    {
        Invariant.Require(source.FirstIndex == (_hole?.Last ?? _segment.LastIndex).Next());
        HasChanges |= _sources.Count > 0;
        _sources.Add(source);
    }

    /// <summary>Writes a frame, the next one of those that stay.</summary>
    public void Append(ReadOnlySpan<byte> frame, bool isChanged)
    {
        WriteHole();
        Put(frame);
        HasChanges |= isChanged;
    }

    /// <summary>Leaves out a frame, which may be a hole itself.</summary>
    public void Skip(in FrameInfo frame)
    {
        HasChanges |= !frame.IsHole;
        if (_hole is { } hole && hole.Term == frame.Header.Term)
        {
            _hole = hole with { Last = frame.LastIndex, NextOffset = frame.NextOffset };
            return;
        }

        WriteHole();
        _hole = new Hole(frame.Header.Term, frame.Header.Index, frame.Header.BaseOffset, frame.LastIndex, frame.NextOffset);
    }

    /// <summary>Ends the file, which is durable when this returns, though not under its name, and writes its index.</summary>
    /// <param name="cleanBelow">The offset below which every key was compared.</param>
    public CleanedSegment Finish(Offset cleanBelow)
    {
        WriteHole();
        WriteBuffer();
        Offset end = _segment.NextOffset;
        _segment.BecomeCleaned(
            new CleanedRange(_generation, _segment.LastIndex, end, cleanBelow < end ? cleanBelow : end),
            Path.Combine(_directory, SegmentName.OfCleaned(_segment.FirstIndex, _segment.FirstOffset, _generation, _checksum)));
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        _segment.Header.Write(header);
        _file.Write(0, header);
        _file.Flush();
        _file.Dispose();

        // Before the segment has its name: an index without one is removed when the log is opened.
        _segment.IndexFile.SealCleaned(_segment.Seal);
        return new CleanedSegment(_fileSystem, _segment, _sources, _temporaryPath);
    }

    /// <summary>Ends without an outcome.</summary>
    public void Abandon()
    {
        _file.Dispose();
        CleanedSegment.Delete(_fileSystem, _temporaryPath);
    }

    public void Dispose()
    {
        _file.Dispose();
        _buffer.Dispose();
    }

    private void WriteHole()
    {
        if (_hole is { } hole)
        {
            _hole = null;
            Span<byte> frame = stackalloc byte[HoleFrame.Size];
            HoleFrame.Write(frame, hole.Term, hole.First, hole.FirstOffset, hole.Last, hole.NextOffset);
            Put(frame);
        }
    }

    private void Put(ReadOnlySpan<byte> frame)
    {
        FrameProblem problem = FrameInfo.TryRead(frame, out FrameInfo info);
        Invariant.Require(problem == FrameProblem.None);
        _segment.Note(info, frame);
        _checksum = Crc32C.Append(_checksum, frame);
        frame.CopyTo(_buffer.GetSpan(frame.Length));
        _buffer.Advance(frame.Length);
        if (_buffer.WrittenCount >= BufferBytes)
        {
            WriteBuffer();
        }
    }

    private void WriteBuffer()
    {
        if (_buffer.WrittenCount > 0)
        {
            _file.Write(_position, _buffer.WrittenSpan);
            _position += _buffer.WrittenCount;
            _buffer.Clear();
        }
    }

    private readonly record struct Hole(Term Term, LogIndex First, Offset FirstOffset, LogIndex Last, Offset NextOffset);
}
