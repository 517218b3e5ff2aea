using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>Reads the entries of a log one after the other, without those that compaction removed, for replay into a state machine. Used by one thread.</summary>
public sealed class LogCursor : IDisposable
{
    private const int ReadBytes = 256 * 1024;

    private readonly PartitionLog _log;
    private readonly LogSlices _slices = new();
    private LogIndex _next;
    private int _slice;
    private int _position;

    internal LogCursor(PartitionLog log, LogIndex from)
    {
        _log = log;
        _next = from;
    }

    /// <summary>The entry it stands on; valid after a <see cref="MoveNext"/> that returned true, until the next call.</summary>
    public LogEntry Current { get; private set; }

    /// <summary>Goes to the next entry, up to and including <paramref name="last"/>; false when there is none, or it was dropped from the log.</summary>
    /// <exception cref="LogCorruptException">The entry on disk is damaged.</exception>
    public bool MoveNext(LogIndex last)
    {
        if (_next > last || (_slice == _slices.Count && !Refill(last)))
        {
            return false;
        }

        LogSlice slice = _slices[_slice];
        ReadOnlyMemory<byte> rest = slice.Memory[_position..];
        FrameProblem problem = FrameHeader.TryRead(rest.Span, out FrameHeader header);
        Invariant.Require(problem == FrameProblem.None);
        Invariant.Require(header.Index >= _next);
        Current = new LogEntry(header, rest[FrameHeader.Size..header.Length]);
        _next = header.Index.Next();
        _position += header.Length;
        if (_position == slice.Length)
        {
            _slice++;
            _position = 0;
        }

        return true;
    }

    /// <summary>Releases the entry it stands on.</summary>
    public void Dispose() => _slices.Dispose();

    private bool Refill(LogIndex last)
    {
        _slices.Clear();
        _slice = 0;
        _position = 0;
        while (_next <= last)
        {
            FrameRange range = _log.ReadCleanedFrames(_next, last, ReadBytes, _slices);
            if (_slices.Count > 0 || range.IsEmpty)
            {
                return _slices.Count > 0;
            }

            // Nothing but holes.
            _next = range.Last.Next();
        }

        return false;
    }
}
