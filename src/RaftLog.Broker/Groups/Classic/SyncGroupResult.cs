namespace RaftLog.Broker.Groups;

/// <summary>The answer to a <see cref="SyncGroupCommand"/>.</summary>
internal sealed record SyncGroupResult
{
    public ErrorCode Error { get; init; }

    public string? ProtocolType { get; init; }

    public string? ProtocolName { get; init; }

    public byte[] Assignment { get; init; } = [];

    public static SyncGroupResult Failed(ErrorCode error) => new() { Error = error };
}
