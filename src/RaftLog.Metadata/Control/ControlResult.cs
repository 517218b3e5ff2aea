namespace RaftLog.Metadata;

/// <summary>What the controller makes of a request: records to commit, and the answer to give once they are.</summary>
/// <typeparam name="TResponse">The type of the answer.</typeparam>
/// <param name="Records">The records, which take effect together; none when nothing changes.</param>
/// <param name="Response">The answer.</param>
internal sealed record ControlResult<TResponse>(IReadOnlyList<MetadataRecord> Records, TResponse Response)
{
    /// <summary>An answer that changes nothing.</summary>
    public ControlResult(TResponse response)
        : this([], response)
    {
    }
}
