using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// One compaction of one log, in steps, so that whoever drives it decides how fast it goes. First the keys of the records that are not cleaned yet
/// go into the map; then all segments up to there, the cleaned ones included, are written again without the records that have a later one, some
/// neighbours into one file while they fit. Each new segment is the log's to install (<see cref="PartitionLog.Install"/>), in their order.
/// </summary>
/// <remarks>
/// Reads what the log's writer leaves alone, so it may run on any thread, one at a time. Given up at any point it has done no harm: what was
/// installed by then says in its header how far it is cleaned.
/// </remarks>
public sealed class LogCompaction : IDisposable
{
    private readonly IFileSystem _fileSystem;
    private readonly OpenFileBudget _openFiles;
    private readonly string _directory;
    private readonly PartitionLogOptions _logOptions;
    private readonly CompactionRange _range;
    private readonly KeyMapping _mapping;
    private readonly BatchCleaner _cleaner;
    private readonly SourceFrames _frames;
    private readonly IReadOnlyCollection<LogIndex>? _neededCommands;
    private readonly PooledBufferWriter _rewritten = new();
    private CleanedSegmentWriter? _writer;
    private Offset _end;

    internal LogCompaction(
        StorageContext storage,
        PartitionLog log,
        CompactionRange range,
        Offset committedEnd,
        CompactionOptions options,
        KeyOffsetMap map,
        long nowMs,
        IReadOnlyCollection<LogIndex>? neededCommands)
    {
        _neededCommands = neededCommands;
        _fileSystem = storage.FileSystem;
        _openFiles = storage.OpenFiles;
        _directory = log.Directory;
        _logOptions = log.Options;
        _range = range;
        var aborted = new AbortedRanges(log.Segments, range.Segments[^1].NextOffset);
        _mapping = new KeyMapping(range, aborted, map);
        _cleaner = new BatchCleaner(
            map, aborted, log.Producers.RememberedBatches(committedEnd), options.DeleteRetention, nowMs, log.Directory, storage.Logger);
        _frames = new SourceFrames(range.Segments, first: 0);
    }

    /// <summary>A cleaned segment that is to be installed or discarded before the next step; null when there is none.</summary>
    public CleanedSegment? Ready { get; private set; }

    /// <summary>The bytes read so far; those that are read for the map and again for the writing count twice.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The bytes written so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Hands over what is <see cref="Ready"/>.</summary>
    public CleanedSegment TakeReady()
    {
        CleanedSegment ready = Ready ?? throw new InvalidOperationException("No cleaned segment is ready.");
        Ready = null;
        return ready;
    }

    /// <summary>Goes on until about as many bytes are read, or there is something to take.</summary>
    /// <exception cref="LogCorruptException">A frame is damaged.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public CompactionStep Step(long maxBytes)
    {
        Invariant.Require(Ready is null);
        long until = BytesRead + maxBytes;
        while (BytesRead < until)
        {
            CompactionStep step = _mapping.End is null ? MapOne() : CleanOne();
            if (step != CompactionStep.Continues)
            {
                return step;
            }
        }

        return CompactionStep.Continues;
    }

    /// <summary>Releases files and buffers; what is unfinished is removed.</summary>
    public void Dispose()
    {
        _writer?.Abandon();
        _writer?.Dispose();
        _writer = null;
        Ready?.Discard();
        Ready = null;
        _mapping.Dispose();
        _frames.Dispose();
        _cleaner.Dispose();
        _rewritten.Dispose();
    }

    private CompactionStep MapOne()
    {
        BytesRead += _mapping.Step();
        if (_mapping.End is { } end)
        {
            _end = end;
            _cleaner.End = end;
        }

        return _mapping.IsOvertaken ? CompactionStep.Overtaken : CompactionStep.Continues;
    }

    private CompactionStep CleanOne()
    {
        if (!_frames.IsOpen)
        {
            return BeginSegment();
        }

        if (!_frames.MoveNext())
        {
            return EndSegment();
        }

        FrameInfo frame = _frames.Current;
        BytesRead += frame.Header.Length;
        if (frame.IsHole || IsSuperseded(frame.Header))
        {
            _writer!.Skip(frame);
        }
        else if (frame.Header.Kind == EntryKind.Data)
        {
            CleanBatch(frame);
        }
        else
        {
            // No-ops, configurations and needed commands: recovery and followers count on them.
            _writer!.Append(_frames.LoadFrame().Span, isChanged: false);
        }

        return CompactionStep.Continues;
    }

    private CompactionStep BeginSegment()
    {
        if (_frames.NextSegment is not { } next || !IsBelowEnd(next))
        {
            return CompactionStep.Finished;
        }

        if (!_frames.TryOpenNext())
        {
            return CompactionStep.Overtaken;
        }

        _writer ??= new CleanedSegmentWriter(_fileSystem, _directory, next, _range.Segments, _logOptions, _openFiles);
        _writer.Begin(next);
        return CompactionStep.Continues;
    }

    private CompactionStep EndSegment()
    {
        CleanedSegmentWriter writer = _writer!;
        if (_frames.NextSegment is { } next && IsBelowEnd(next) && writer.Length + next.AppendPosition <= _logOptions.SegmentBytes)
        {
            return CompactionStep.Continues;
        }

        _writer = null;
        using (writer)
        {
            if (IsAsItWas(writer))
            {
                writer.Abandon();
                return CompactionStep.Continues;
            }

            try
            {
                Ready = writer.Finish(_end);
            }
            catch
            {
                writer.Abandon(); // On a full disk, of all places, nothing is left over.
                throw;
            }

            BytesWritten += Ready.BytesAfter;
            return CompactionStep.SegmentReady;
        }
    }

    private bool IsSuperseded(in FrameHeader frame) =>
        frame.Kind == EntryKind.Command && _neededCommands is { } needed && !needed.Contains(frame.Index);

    // A segment without records ends where it begins.
    private bool IsBelowEnd(LogSegment segment) => segment.FirstOffset < _end || segment.NextOffset <= _end;

    // A segment that was cleaned before and of which nothing goes now would only be copied.
    private bool IsAsItWas(CleanedSegmentWriter writer) =>
        !writer.HasChanges && writer.Sources[0].Header.Cleaned is { } before && (before.CleanBelow >= before.NextOffset || before.CleanBelow >= _end);

    private void CleanBatch(in FrameInfo frame)
    {
        ReadOnlyMemory<byte> bytes = _frames.LoadFrame();
        _rewritten.Clear();
        _rewritten.GetSpan(FrameHeader.Size);
        _rewritten.Advance(FrameHeader.Size);
        switch (_cleaner.Clean(bytes[FrameHeader.Size..], _rewritten))
        {
            case BatchFate.Kept:
                _writer!.Append(bytes.Span, isChanged: false);
                break;
            case BatchFate.Rewritten:
                (frame.Header with { Length = _rewritten.WrittenCount }).Write(_rewritten.WrittenSpan);
                _writer!.Append(_rewritten.WrittenSpan, isChanged: true);
                break;
            default:
                _writer!.Skip(frame);
                break;
        }
    }
}
