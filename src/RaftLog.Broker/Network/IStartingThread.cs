namespace RaftLog.Broker.Network;

/// <summary>
/// The thread that a connection's requests are started on, where that may be one that other connections wait for. Used by the reading side of one connection.
/// </summary>
public interface IStartingThread
{
    /// <summary>To be awaited before a request is started; completes on a thread that it may be started on.</summary>
    /// <param name="isShort">Whether starting it is short: a copy of some KiB, and at most a write of them to a file's cache.</param>
    ValueTask BeforeAsync(bool isShort);

    /// <summary>The request has been started.</summary>
    void After();
}
