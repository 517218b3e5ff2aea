using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// A list of slices that a read fills and its caller sends: it owns one reference for each and gives them back on <see cref="Clear"/>. Made
/// to be used again, so that a read allocates nothing. Not thread-safe.
/// </summary>
public sealed class LogSlices : IDisposable
{
    private readonly List<LogSlice> _slices = [];

    /// <summary>The number of slices.</summary>
    public int Count => _slices.Count;

    /// <summary>The bytes of all slices together.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>A slice, in the order of the log.</summary>
    public LogSlice this[int i] => _slices[i];

    /// <summary>Takes over one reference of <paramref name="buffer"/> for some of its bytes.</summary>
    /// <remarks>Bytes that follow the last slice in the same buffer lengthen it, and the reference is given back at once.</remarks>
    public void Add(PooledBuffer buffer, int start, int length)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        TotalBytes += length;
        if (_slices.Count > 0 && _slices[^1] is var last && ReferenceEquals(last.Buffer, buffer) && last.Start + last.Length == start)
        {
            _slices[^1] = last with { Length = last.Length + length };
            buffer.Release();
            return;
        }

        _slices.Add(new LogSlice(buffer, start, length));
    }

    /// <summary>Hands all slices, with their references, to the end of <paramref name="target"/>; nothing is left here.</summary>
    public void MoveTo(LogSlices target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target._slices.AddRange(_slices);
        target.TotalBytes += TotalBytes;
        _slices.Clear();
        TotalBytes = 0;
    }

    /// <summary>Copies all the bytes, in order, to <paramref name="target"/>, which must have room for <see cref="TotalBytes"/>.</summary>
    public void CopyTo(Span<byte> target)
    {
        foreach (LogSlice slice in _slices)
        {
            slice.Memory.Span.CopyTo(target);
            target = target[slice.Length..];
        }
    }

    /// <summary>Releases every reference and empties the list.</summary>
    public void Clear()
    {
        foreach (LogSlice slice in _slices)
        {
            slice.Buffer.Release();
        }

        _slices.Clear();
        TotalBytes = 0;
    }

    /// <summary>The same as <see cref="Clear"/>.</summary>
    public void Dispose() => Clear();
}
