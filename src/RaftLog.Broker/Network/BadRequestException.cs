using RaftLog.Protocol;

namespace RaftLog.Broker.Network;

/// <summary>A frame that cannot be answered: its connection has to be closed. The message is for the broker's log; clients are never told.</summary>
internal sealed class BadRequestException(string message, RequestHeader? header = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The header, if it could be read.</summary>
    public RequestHeader? Header { get; } = header;
}
