namespace RaftLog.Broker.Groups;

/// <summary>A <see cref="Group"/> with the timer that ticks it. Touched only under the coordinator's lock.</summary>
internal sealed class CoordinatedGroup : IDisposable
{
    private readonly ITimer _timer;

    // The timer never fires later than the group's next deadline; it may fire earlier, because heartbeats do not touch it.
    private long _armedFor = long.MaxValue;

    private (string State, int Generation) _noted;

    private bool _hadMembers;

    public CoordinatedGroup(Group group, TimeProvider time, Action<CoordinatedGroup> expire)
    {
        Group = group;
        _noted = (group.StateName, group.Generation);
        _timer = time.CreateTimer(_ => expire(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Group Group { get; }

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
        _noted = (Group.StateName, Group.Generation);
        return before != _noted;
    }

    /// <summary>Whether the group got its first member or lost its last one since the last call.</summary>
    public bool NoteMembership()
    {
        bool before = _hadMembers;
        _hadMembers = Group.HasMembers;
        return before != _hadMembers;
    }

    public void Dispose() => _timer.Dispose();
}
