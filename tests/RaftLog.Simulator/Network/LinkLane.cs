namespace RaftLog.Simulator.Network;

/// <summary>The frames in flight on one lane of a link, in the order in which they arrive.</summary>
internal sealed class LinkLane
{
    private readonly Queue<FlyingFrame> _inFlight = new();
    private TimeSpan _lastArrival;

    public int Count => _inFlight.Count;

    /// <summary>When a frame arrives that takes <paramref name="latency"/>, with a reader that takes one frame in each <paramref name="interval"/>.</summary>
    public TimeSpan ArrivalOf(TimeSpan now, TimeSpan latency, TimeSpan interval)
    {
        var arrival = now + latency;
        if (interval > TimeSpan.Zero && arrival < _lastArrival + interval)
        {
            arrival = _lastArrival + interval;
        }

        _lastArrival = arrival;
        return arrival;
    }

    public void Add(FlyingFrame frame) => _inFlight.Enqueue(frame);

    /// <summary>The next frame, if its time has come.</summary>
    public bool TryTake(TimeSpan now, out FlyingFrame frame)
    {
        bool isDue = _inFlight.TryPeek(out frame!) && frame.ArrivesAt <= now;
        return isDue && _inFlight.TryDequeue(out frame!);
    }

    /// <summary>When the next frame arrives; null when none is in flight. What is drawn later may arrive earlier, but order holds, so the first decides.</summary>
    public TimeSpan? NextArrival => _inFlight.TryPeek(out var frame) ? frame.ArrivesAt : null;

    public FlyingFrame[] TakeAll()
    {
        FlyingFrame[] all = [.. _inFlight];
        Clear();
        return all;
    }

    public void Clear()
    {
        _inFlight.Clear();
        _lastArrival = TimeSpan.Zero;
    }
}
