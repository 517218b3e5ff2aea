namespace RaftLog.Broker.Network;

/// <summary>
/// Bounds what one connection has in flight: in requests, of which those that produce are counted apart, and in bytes. The reading side enters and then
/// waits here, which stops it from reading, which fills the client's socket: that is the back-pressure. The writing side leaves. One waiter at most.
/// </summary>
internal sealed class RequestWindow(KafkaListenerOptions options)
{
    private readonly Lock _gate = new();

    // Guarded by _gate. Each count is between 0 and its maximum; _bytes exceeds its own only for a single request that is larger by itself.
    private int _producing;
    private int _others;
    private long _bytes;
    private TaskCompletionSource? _waiter;
    private (int Bytes, bool Produces) _wanted;
    private bool _closed;

    /// <summary>Takes a place for a request of so many bytes; completes when there is one, or when the window is closed.</summary>
    public ValueTask EnterAsync(int bytes, bool produces)
    {
        lock (_gate)
        {
            Invariant.Require(_waiter is null);
            if (_closed || TryTake(bytes, produces))
            {
                return ValueTask.CompletedTask;
            }

            _wanted = (bytes, produces);
            _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_waiter.Task);
        }
    }

    /// <summary>Gives back a place that was taken with the same arguments.</summary>
    public void Leave(int bytes, bool produces)
    {
        TaskCompletionSource? released = null;
        lock (_gate)
        {
            CountOf(produces)--;
            _bytes -= bytes;
            Invariant.Require(CountOf(produces) >= 0);
            if (_waiter is not null && TryTake(_wanted.Bytes, _wanted.Produces))
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
    private bool TryTake(int bytes, bool produces)
    {
        int most = produces ? options.MaxProduceRequestsInFlight : options.MaxRequestsInFlight;
        if (CountOf(produces) >= most || (_producing + _others > 0 && _bytes + bytes > options.MaxRequestBytesInFlight))
        {
            return false;
        }

        CountOf(produces)++;
        _bytes += bytes;
        return true;
    }

    private ref int CountOf(bool produces) => ref produces ? ref _producing : ref _others;
}
