using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The bytes that wait for the next write, as pieces for one gathered write; neighbours in one buffer become one piece. The tail cache keeps
/// the buffers alive until they are written. Owned by the log's writer.
/// </summary>
internal sealed class PendingFrames
{
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private PooledBuffer? _lastBuffer;
    private int _lastStart;
    private int _lastEnd;

    public bool IsEmpty => _pieces.Count == 0;

    public void WriteTo(IFile file, long position)
    {
        // The plain write is cheaper where nothing is to be gathered.
        if (_pieces.Count == 1)
        {
            file.Write(position, _pieces[0].Span);
        }
        else
        {
            file.Write(position, _pieces);
        }
    }

    public void Add(PooledBuffer buffer, int start, int length)
    {
        if (ReferenceEquals(buffer, _lastBuffer) && start == _lastEnd)
        {
            _lastEnd += length;
            _pieces[^1] = buffer.Memory[_lastStart.._lastEnd];
            return;
        }

        _lastBuffer = buffer;
        _lastStart = start;
        _lastEnd = start + length;
        _pieces.Add(buffer.Memory.Slice(start, length));
    }

    public void Clear()
    {
        _pieces.Clear();
        _lastBuffer = null;
    }
}
