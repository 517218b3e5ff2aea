namespace RaftLog.Replication;

/// <summary>
/// The groups of a shard whose followers have yet to hear that something is committed. As a rule the next append tells them, so a notice of its own is
/// sent only after a moment without one, and those of all groups together: sent at once, the notices of a producer's lone batches went out before its
/// acknowledgement, and were two of the four messages that a batch cost the leader.
/// </summary>
internal sealed class CommitNotices
{
    private const int DelayMs = 5;

    private List<RaftGroup> _owed = [];
    private List<RaftGroup> _taken = [];

    /// <summary>When the notices are due; <see cref="long.MaxValue"/> when none is owed.</summary>
    public long DueMs { get; private set; } = long.MaxValue;

    /// <summary>Takes note of a group that owes one.</summary>
    public void Add(RaftGroup group, long nowMs)
    {
        if (_owed.Count == 0)
        {
            DueMs = nowMs + DelayMs;
        }

        if (!group.IsNoticeOwed)
        {
            group.IsNoticeOwed = true;
            _owed.Add(group);
        }
    }

    /// <summary>The groups whose notices are due now, if any; valid until the next call.</summary>
    public List<RaftGroup> TakeDue(long nowMs)
    {
        _taken.Clear();
        if (nowMs >= DueMs)
        {
            DueMs = long.MaxValue;
            (_owed, _taken) = (_taken, _owed);
            foreach (RaftGroup group in _taken)
            {
                group.IsNoticeOwed = false;
            }
        }

        return _taken;
    }

    /// <summary>A closed group owes nothing.</summary>
    public void Forget(RaftGroup group) => _owed.Remove(group);
}
