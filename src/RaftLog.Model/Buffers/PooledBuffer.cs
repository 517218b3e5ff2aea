using System.Buffers;

namespace RaftLog.Model;

/// <summary>
/// A reference-counted array from the shared pool: one copy of some log frames that the file writer, the tail cache, the peers' send
/// queues and the fetch responses hold at the same time. The last <see cref="Release"/> returns the array.
/// </summary>
/// <remarks>
/// Ownership: a method that takes a <see cref="PooledBuffer"/> owns one reference and releases it exactly once; a method that takes a span
/// or memory only borrows until it returns. Counting is thread-safe; the contents are written by one owner before they are shared.
/// </remarks>
public sealed class PooledBuffer : IDisposable
{
    private byte[]? _array;

    // > 0 while the array is ours; it never rises from 0 again, so a late AddReference cannot revive a returned array.
    private int _references;

    private PooledBuffer(byte[] array, int length)
    {
        _array = array;
        _references = 1;
        Length = length;
    }

    /// <summary>The number of usable bytes; the array behind may be longer.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes. Valid until the last release.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was returned.</exception>
    public Memory<byte> Memory => Array.AsMemory(0, Length);

    /// <inheritdoc cref="Memory"/>
    public Span<byte> Span => Array.AsSpan(0, Length);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    /// <summary>Takes a buffer of exactly <paramref name="length"/> usable bytes, their contents undefined, with one reference held by the caller.</summary>
    public static PooledBuffer Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var buffer = new PooledBuffer(ArrayPool<byte>.Shared.Rent(length), length);
        PooledBufferTracker.Rented(buffer);
        return buffer;
    }

    /// <summary>Makes <see cref="Length"/> smaller: for the one owner that filled less than it rented, before the buffer is shared.</summary>
    internal void ShrinkTo(int length)
    {
        Invariant.Require(length >= 0 && length <= Length);
        Length = length;
    }

    /// <summary>Takes one more reference, for an owner that will release it.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was returned.</exception>
    public PooledBuffer AddReference()
    {
        int seen = Volatile.Read(ref _references);
        while (true)
        {
            ObjectDisposedException.ThrowIf(seen <= 0, this);
            int before = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (before == seen)
            {
                return this;
            }

            seen = before;
        }
    }

    /// <summary>
    /// Takes one more reference unless the buffer was returned already: for a reader that found it through a lock-free snapshot and
    /// races with its eviction.
    /// </summary>
    public bool TryAddReference()
    {
        int seen = Volatile.Read(ref _references);
        while (seen > 0)
        {
            int before = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>Gives up one reference; the last one returns the array to the pool.</summary>
    /// <exception cref="InvariantViolationException">More releases than references: a double return.</exception>
    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        Invariant.Require(left >= 0);
        if (left == 0)
        {
            byte[] array = Array;
            _array = null;
            PooledBufferTracker.Returned(this);
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    /// <summary>The same as <see cref="Release"/>.</summary>
    public void Dispose() => Release();
}
