using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>A frame that cannot be answered: its connection has to be closed. The message is for the broker's log; clients are never told.</summary>
internal sealed class BadRequestException(string message, RequestHead? head = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>As much of the head as could be read.</summary>
    public RequestHead? Head { get; } = head;

    public short ApiKeyNumber => (short)(Head?.ApiKey ?? (ApiKey)(-1));
}
