namespace RaftLog.Broker.Groups;

/// <summary>A <see cref="ConsumerGroup"/> with the timer that ticks it. Touched only under the coordinator's lock.</summary>
internal sealed class CoordinatedGroup : IDisposable
{
    private readonly ITimer _timer;

    // The timer never fires later than the group's next deadline; it may fire earlier, because heartbeats do not touch it.
    private long _armedFor = long.MaxValue;

    private (ConsumerGroupState State, int Generation) _noted;

    public CoordinatedGroup(ConsumerGroup group, TimeProvider time, Action<CoordinatedGroup> expire)
    {
        Group = group;
        _noted = (group.State, group.Generation);
        _timer = time.CreateTimer(_ => expire(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ConsumerGroup Group { get; }

    public void Arm(long now)
    {
        long deadline = Group.NextDeadline;
        if (deadline < _armedFor)
        {
            _armedFor = deadline;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, deadline - now)), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Notes that the timer has fired.</summary>
    public void Disarm() => _armedFor = long.MaxValue;

    /// <summary>Whether state or generation differ from the last call.</summary>
    public bool NoteState()
    {
        var before = _noted;
        _noted = (Group.State, Group.Generation);
        return before != _noted;
    }

    public void Dispose() => _timer.Dispose();
}
