namespace RaftLog.Client;

/// <summary>The id and epoch under which a partition's leader counts the sequences of an idempotent producer (KIP-98).</summary>
internal readonly record struct ProducerIdentity(long Id, short Epoch)
{
    /// <summary>None: not idempotent, or not handed out yet.</summary>
    public static readonly ProducerIdentity None = new(-1, -1);

    public bool IsSome => Id >= 0;
}
