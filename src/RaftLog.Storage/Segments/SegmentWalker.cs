using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Goes through the frames of a segment file from a known place, reading ahead in windows. It looks at headers; the payload of a frame is
/// loaded when asked for. Used by one thread; every reader of files (fetch, catch-up, recovery, replay, dump) goes through it.
/// </summary>
internal sealed class SegmentWalker : IDisposable
{
    private readonly IFile _file;
    private readonly long _end;
    private readonly int _windowBytes;
    private FrameSequence _sequence;
    private PooledBuffer? _window;
    private long _windowStart;
    private int _windowLength;

    /// <summary>Stands before the frame at <paramref name="position"/>.</summary>
    /// <param name="file">The segment file, open as long as the walker is used.</param>
    /// <param name="position">Where a frame begins.</param>
    /// <param name="end">Where the last frame ends.</param>
    /// <param name="sequence">What the first frame must be.</param>
    /// <param name="windowBytes">How much to read at a time.</param>
    public SegmentWalker(IFile file, long position, long end, FrameSequence sequence, int windowBytes)
    {
        _file = file;
        _end = end;
        _sequence = sequence;
        _windowBytes = windowBytes;
        NextPosition = position;
    }

    /// <summary>The frame it stands on.</summary>
    public FrameInfo Current { get; private set; }

    /// <summary>Where that frame begins.</summary>
    public long Position { get; private set; }

    /// <summary>Where the next frame begins, or where the damage is.</summary>
    public long NextPosition { get; private set; }

    /// <summary>Why <see cref="MoveNext"/> returned false; none at the end.</summary>
    public FrameProblem Problem { get; private set; }

    public bool MoveNext()
    {
        if (NextPosition >= _end || Problem != FrameProblem.None)
        {
            return false;
        }

        long left = _end - NextPosition;
        ReadOnlySpan<byte> head = Load(NextPosition, (int)Math.Min(left, FrameInfo.BytesNeeded)).Span;
        Problem = FrameInfo.TryRead(head, out FrameInfo info);
        if (Problem == FrameProblem.None && info.Header.Length > left)
        {
            Problem = FrameProblem.Truncated;
        }

        if (Problem == FrameProblem.None && !_sequence.TryAdvance(info))
        {
            Problem = FrameProblem.Sequence;
        }

        if (Problem != FrameProblem.None)
        {
            return false;
        }

        Current = info;
        Position = NextPosition;
        NextPosition += info.Header.Length;
        return true;
    }

    /// <summary>The bytes of the current frame; valid until the walker moves. Shorter than the frame when the file is.</summary>
    public ReadOnlyMemory<byte> LoadFrame() => Load(Position, Current.Header.Length);

    /// <summary>Loads the current frame and checks its payload.</summary>
    public FrameProblem CheckFrame() => FrameCheck.Check(LoadFrame().Span, out _);

    /// <summary>A reference of the buffer that <see cref="LoadFrame"/> has loaded the current frame into, and where it begins there.</summary>
    public (PooledBuffer Buffer, int Start) ShareFrame()
    {
        LoadFrame();
        return (_window!.AddReference(), (int)(Position - _windowStart));
    }

    public void Dispose()
    {
        _window?.Release();
        _window = null;
    }

    private ReadOnlyMemory<byte> Load(long position, int count)
    {
        if (_window is null || position < _windowStart || position + count > _windowStart + _windowLength)
        {
            // Slices of the old window may still be held by others, so the new one is a new buffer.
            _window?.Release();
            _window = PooledBuffer.Rent((int)Math.Min(Math.Max(count, _windowBytes), Math.Max(_end - position, count)));
            _windowStart = position;
            _windowLength = _file.Read(position, _window.Span);
        }

        int start = (int)(position - _windowStart);
        return _window.Memory.Slice(start, Math.Min(count, _windowLength - start));
    }
}
