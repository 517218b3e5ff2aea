namespace RaftLog.Consensus;

/// <summary>
/// When a replica campaigns next. Usually a random election timeout after the last sign of a leader (Raft §5.2). After a hint that the
/// leader is gone it is a matter of milliseconds: first one slot per voter, so that they seldom collide, then random waits that double,
/// until the attempts are used up. The same waits part those who campaigned together because the leader had fallen silent for all of
/// them: another full timeout would double the time without a leader. Pre-vote makes a wrong hint harmless, so haste costs nobody anything.
/// </summary>
internal sealed class ElectionTimer(RaftOptions options, Random random)
{
    // The last quick window is 2^5 times the first, about an election timeout.
    private const int QuickAttempts = 6;

    // Invariant: 0 <= _quickAttempt <= QuickAttempts; equal means that there is no hurry.
    private int _quickAttempt = QuickAttempts;

    // Since a leader was heard last.
    private bool _hasForgiven;

    /// <summary>When to campaign.</summary>
    public long DeadlineMs { get; private set; }

    /// <summary>A leader was heard, or a vote given away: wait a full timeout, from now on.</summary>
    public void Calm(long nowMs)
    {
        _quickAttempt = QuickAttempts;
        _hasForgiven = false;
        Restart(nowMs);
    }

    /// <summary>
    /// Nobody could be heard for a while: the leader gets at least half an election timeout more, once until it is heard again. Nothing changes when it is known
    /// to be gone.
    /// </summary>
    public void Forgive(long nowMs)
    {
        if (_hasForgiven || _quickAttempt < QuickAttempts)
        {
            return;
        }

        _hasForgiven = true;
        DeadlineMs = Math.Max(DeadlineMs, nowMs + random.Next(options.ElectionTimeoutMinMs / 2, options.ElectionTimeoutMinMs + 1));
    }

    /// <summary>The leader is gone: campaign in the slot of this replica.</summary>
    /// <param name="nowMs">The time.</param>
    /// <param name="rank">The place of this replica among those that may campaign.</param>
    /// <param name="voters">How many those are.</param>
    public void Hurry(long nowMs, int rank, int voters)
    {
        if (!options.QuickElection)
        {
            Calm(nowMs);
            return;
        }

        _quickAttempt = 0;
        int range = options.LeaderLostDelayMaxMs - options.LeaderLostDelayMinMs;
        int start = options.LeaderLostDelayMinMs + (range * rank / voters);
        int end = options.LeaderLostDelayMinMs + (range * (rank + 1) / voters);
        DeadlineMs = nowMs + random.Next(start, Math.Max(start, end) + 1);
    }

    /// <summary>A campaign begins; if it leads nowhere, another follows soon.</summary>
    public void Campaign(long nowMs)
    {
        if (options.QuickElection && _quickAttempt == QuickAttempts)
        {
            _quickAttempt = 0;
        }

        Restart(nowMs);
    }

    /// <summary>Campaign at once: there is nobody to wait for.</summary>
    public void Expire(long nowMs) => DeadlineMs = nowMs;

    /// <summary>Waits once more, a campaign having begun or ended without a leader.</summary>
    public void Restart(long nowMs)
    {
        if (_quickAttempt < QuickAttempts - 1)
        {
            _quickAttempt++;
            int max = options.LeaderLostDelayMaxMs;
            DeadlineMs = nowMs + max + random.Next(max << _quickAttempt);
            return;
        }

        _quickAttempt = QuickAttempts;
        DeadlineMs = nowMs + random.Next(options.ElectionTimeoutMinMs, options.ElectionTimeoutMaxMs + 1);
    }
}
