namespace RaftLog.Replication;

/// <summary>How a call to another broker ended. The first five stand on the wire.</summary>
public enum RpcStatus : byte
{
    /// <summary>The handler answered.</summary>
    Ok = 0,

    /// <summary>The other broker has no handler of this kind.</summary>
    NoHandler = 1,

    /// <summary>The handler threw; the reply carries its message.</summary>
    HandlerFailed = 2,

    /// <summary>The other broker serves too many requests already; nothing was done.</summary>
    Busy = 3,

    /// <summary>The other broker is stopping; nothing was done.</summary>
    ShuttingDown = 4,

    /// <summary>There is no connection to the other broker; nothing was sent.</summary>
    NotConnected = 100,

    /// <summary>No answer came in time; the request may have been served.</summary>
    TimedOut = 101,

    /// <summary>The connection broke before an answer came; the request may have been served.</summary>
    ConnectionLost = 102,
}
