namespace RaftLog.Replication;

/// <summary>
/// What a request between brokers asks for. The layers above give out the numbers (metadata from 1, broker from 100) and register a handler
/// for each; they stand on the wire, so one is never reused.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct RpcKind(short Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"rpc{Value}";
}
