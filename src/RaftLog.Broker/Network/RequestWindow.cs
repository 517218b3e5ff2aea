namespace RaftLog.Broker.Network;

/// <summary>
/// Bounds what one connection has in flight, in requests and in bytes. The reading side enters and then waits here, which stops it from
/// reading, which fills the client's socket: that is the back-pressure. The writing side leaves. One waiter at most.
/// </summary>
internal sealed class RequestWindow(int maxRequests, long maxBytes)
{
    private readonly Lock _gate = new();

    // Guarded by _gate. 0 <= _requests <= maxRequests; _bytes exceeds maxBytes only for a single request that is larger by itself.
    private int _requests;
    private long _bytes;
    private TaskCompletionSource? _waiter;
    private int _wanted;
    private bool _closed;

    /// <summary>The requests in flight.</summary>
    public int Requests
    {
        get
        {
            lock (_gate)
            {
                return _requests;
            }
        }
    }

    /// <summary>Takes a place for a request of so many bytes; completes when there is one, or when the window is closed.</summary>
    public ValueTask EnterAsync(int bytes)
    {
        lock (_gate)
        {
            Invariant.Require(_waiter is null);
            if (_closed || TryTake(bytes))
            {
                return ValueTask.CompletedTask;
            }

            _wanted = bytes;
            _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_waiter.Task);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(int bytes)
    {
        TaskCompletionSource? released = null;
        lock (_gate)
        {
            _requests--;
            _bytes -= bytes;
            Invariant.Require(_requests >= 0);
            if (_waiter is not null && TryTake(_wanted))
            {
                released = _waiter;
                _waiter = null;
            }
        }

        released?.TrySetResult();
    }

    /// <summary>Lets the waiter go, and everyone from now on: the connection is ending.</summary>
    public void Close()
    {
        TaskCompletionSource? released;
        lock (_gate)
        {
            _closed = true;
            released = _waiter;
            _waiter = null;
        }

        released?.TrySetResult();
    }

    // A request larger than the whole window passes when it is alone.
    private bool TryTake(int bytes)
    {
        if (_requests >= maxRequests || (_requests > 0 && _bytes + bytes > maxBytes))
        {
            return false;
        }

        _requests++;
        _bytes += bytes;
        return true;
    }
}
