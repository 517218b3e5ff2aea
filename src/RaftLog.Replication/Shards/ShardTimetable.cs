using RaftLog.Consensus;

namespace RaftLog.Replication;

/// <summary>
/// When a shard must look at the timers of its groups. Leaders are due on a grid of the heartbeat interval, all together, so that their
/// heartbeats share a frame and a wake-up. Followers are due at their election deadline, which hardly ever comes, rounded up to the tick
/// interval; only one that is about to campaign (after a lost connection, a matter of milliseconds) is due to the millisecond.
/// </summary>
internal sealed class ShardTimetable(ReplicationOptions options)
{
    private readonly long _heartbeatMs = options.Raft.HeartbeatIntervalMs;
    private readonly long _tickMs = Math.Max(1, (long)options.TickInterval.TotalMilliseconds);
    private long _nextScanMs;

    /// <summary>The time that leaders see: the last point of their grid.</summary>
    public long LeaderGrid(long nowMs) => nowMs / _heartbeatMs * _heartbeatMs;

    public bool IsScanDue(long nowMs) => nowMs >= _nextScanMs;

    public void BeginScan() => _nextScanMs = long.MaxValue;

    public static bool IsDue(RaftGroup group, long nowMs, long gridMs) =>
        group.IsRunning && group.Core.NextDeadlineMs <= (group.Core.Role == RaftRole.Leader ? gridMs : nowMs);

    /// <summary>Takes note of when a group is due next.</summary>
    public void Note(RaftGroup group, long nowMs)
    {
        if (group.IsRunning && group.Core.NextDeadlineMs is var deadline && deadline != long.MaxValue)
        {
            Require(DueMs(deadline, group.Core.Role == RaftRole.Leader, nowMs));
        }
    }

    /// <summary>Asks for a look no later than that.</summary>
    public void Require(long dueMs) => _nextScanMs = Math.Min(_nextScanMs, dueMs);

    /// <summary>How long nothing is due.</summary>
    public TimeSpan Wait(long nowMs, long nextDigestMs)
    {
        long due = Math.Min(_nextScanMs, nextDigestMs);
        return due <= nowMs ? TimeSpan.Zero : TimeSpan.FromMilliseconds(due - nowMs);
    }

    private long DueMs(long deadlineMs, bool isLeader, long nowMs)
    {
        if (isLeader)
        {
            return RoundUp(deadlineMs, _heartbeatMs);
        }

        // An election timeout is many ticks long: a deadline nearer than that is one in a hurry.
        return deadlineMs - nowMs <= 2 * _tickMs ? deadlineMs : RoundUp(deadlineMs, _tickMs);
    }

    private static long RoundUp(long value, long step) => (value + step - 1) / step * step;
}
