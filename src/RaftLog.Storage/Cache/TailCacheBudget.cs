using System.Collections.Concurrent;

namespace RaftLog.Storage;

/// <summary>
/// The bytes that the tail caches of all logs of a broker may hold together. When an append exceeds them, the oldest frames go, whichever
/// log they belong to. Thread-safe.
/// </summary>
public sealed class TailCacheBudget
{
    // In the order in which they were begun. Holds evicted chunks until their turn comes; they are empty then.
    private readonly ConcurrentQueue<TailChunk> _chunks = new();
    private long _usedBytes;
    private long _addedBytes;

    /// <summary>Creates a budget of so many bytes.</summary>
    public TailCacheBudget(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        MaxBytes = maxBytes;
    }

    /// <summary>The limit.</summary>
    public long MaxBytes { get; }

    /// <summary>The bytes held now; frames not written yet may take it above the limit for the rest of a turn.</summary>
    public long UsedBytes => Interlocked.Read(ref _usedBytes);

    /// <summary>The bytes that were ever added, by which one sees whether anything is appended.</summary>
    public long AddedBytes => Interlocked.Read(ref _addedBytes);

    internal void Register(TailChunk chunk) => _chunks.Enqueue(chunk);

    internal void Charge(long bytes)
    {
        Interlocked.Add(ref _usedBytes, bytes);
        Interlocked.Add(ref _addedBytes, bytes);
    }

    internal void Discharge(long bytes) => Interlocked.Add(ref _usedBytes, -bytes);

    /// <summary>Evicts the oldest chunks until the limit is kept, or none is left that may go.</summary>
    internal void Trim()
    {
        // Twice round, because the first visit only takes a chunk's second chance.
        int visits = 2 * _chunks.Count;
        while (visits-- > 0 && UsedBytes > MaxBytes && _chunks.TryDequeue(out TailChunk? oldest))
        {
            if (!oldest.TryEvict())
            {
                _chunks.Enqueue(oldest);
            }
        }
    }
}
