namespace RaftLog.Storage;

/// <summary>
/// The bytes that the tail caches of all logs of a broker may hold together. When an append exceeds them, the oldest frames go, whichever
/// log they belong to. Thread-safe.
/// </summary>
public sealed class TailCacheBudget
{
    /// <summary>Creates a budget of so many bytes.</summary>
    public TailCacheBudget(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        MaxBytes = maxBytes;
    }

    /// <summary>The limit.</summary>
    public long MaxBytes { get; }

    /// <summary>The bytes held now; frames not written yet may take it above the limit for the rest of a turn.</summary>
    public long UsedBytes => throw new NotImplementedException();
}
