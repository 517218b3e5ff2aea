namespace RaftLog.Replication;

/// <summary>The end of a call to another broker.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Payload">The bytes of the answer; of the text of the failure when the handler failed; else empty.</param>
public readonly record struct RpcReply(RpcStatus Status, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether the handler answered.</summary>
    public bool IsOk => Status == RpcStatus.Ok;

    /// <summary>A reply without bytes.</summary>
    public static RpcReply Of(RpcStatus status) => new(status, ReadOnlyMemory<byte>.Empty);
}
