using System.Buffers;

namespace RaftLog.Model;

/// <summary>
/// An <see cref="IBufferWriter{T}"/> over one growing <see cref="PooledBuffer"/>, which can be detached without a copy. Used by one thread
/// at a time. Whatever was written stays contiguous; spans handed out before the next call are invalid after it.
/// </summary>
public sealed class PooledBufferWriter : IBufferWriter<byte>, IDisposable
{
    private const int SmallestGrowth = 256;

    private readonly int _initialCapacity;
    private readonly int _maxLength;
    private PooledBuffer? _buffer;

    /// <summary>Creates an empty writer; nothing is rented before the first write.</summary>
    /// <param name="initialCapacity">The first size of the buffer.</param>
    /// <param name="maxLength">The most bytes it may ever hold; a write beyond throws.</param>
    public PooledBufferWriter(int initialCapacity = 1024, int maxLength = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        _initialCapacity = Math.Min(initialCapacity, maxLength);
        _maxLength = maxLength;
    }

    /// <summary>The number of bytes written.</summary>
    public int WrittenCount { get; private set; }

    /// <summary>The bytes written; they may be patched in place.</summary>
    public Span<byte> WrittenSpan => _buffer is null ? [] : _buffer.Span[..WrittenCount];

    /// <inheritdoc cref="WrittenSpan"/>
    public Memory<byte> WrittenMemory => _buffer is null ? default : _buffer.Memory[..WrittenCount];

    /// <summary>The number of bytes that can still be written.</summary>
    public int Remaining => _maxLength - WrittenCount;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (_buffer?.Length ?? 0) - WrittenCount);
        WrittenCount += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => Reserve(sizeHint).Memory[WrittenCount..];

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => Reserve(sizeHint).Span[WrittenCount..];

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Clear() => WrittenCount = 0;

    /// <summary>Hands over what was written, with one reference; the writer is empty afterwards.</summary>
    public PooledBuffer Detach()
    {
        PooledBuffer buffer = _buffer ?? PooledBuffer.Rent(0);
        buffer.ShrinkTo(WrittenCount);
        _buffer = null;
        WrittenCount = 0;
        return buffer;
    }

    /// <summary>Gives the buffer back; the writer may be used again.</summary>
    public void Dispose()
    {
        _buffer?.Release();
        _buffer = null;
        WrittenCount = 0;
    }

    private PooledBuffer Reserve(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_buffer is { } buffer && buffer.Length - WrittenCount >= needed)
        {
            return buffer;
        }

        return Grow(needed);
    }

    private PooledBuffer Grow(int needed)
    {
        if (needed > Remaining)
        {
            throw new InvalidOperationException(
                $"The buffer holds {WrittenCount} bytes and may hold {_maxLength}; {needed} more do not fit.");
        }

        long doubled = Math.Max(2L * (_buffer?.Length ?? 0), Math.Max(_initialCapacity, SmallestGrowth));
        long length = Math.Min(Math.Max(doubled, (long)WrittenCount + needed), Math.Min(_maxLength, Array.MaxLength));
        PooledBuffer grown = PooledBuffer.Rent((int)length);
        WrittenSpan.CopyTo(grown.Span);
        _buffer?.Release();
        return _buffer = grown;
    }
}
