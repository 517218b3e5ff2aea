namespace RaftLog.Consensus;

// Rest: what a leader does in a group in which nothing happens. A thousand such groups are most of what an idle broker does, and what a heartbeat costs there
// is the cache lines that it touches on every replica.
//
// Invariant: a heartbeat is put off further than the usual interval only while nobody waits for one. Whoever might, or whatever might be lost
// and noticed by a heartbeat only, ends the rest first:
//   an entry of any kind, so also a new configuration and its new members        AppendOwn
//   a replica that is sent to anew: unreachable, restarted, or in disagreement    ReportUnreachable, TakeHeartbeatResponse, TakeAppendResponse
//   a linearizable read, whose round may be lost                                  BeginReadRound
//   a transfer: TimeoutNow is repeated with each sign of life of the target       TransferLeadership
//   somebody who knows no leader, or is in a later term than we                   Step, on any request for a vote
// What rest leaves alone is time: a follower notices a silent leader by its election timeout, which holds three resting intervals, and a dead one by its
// connection, which needs no heartbeat.
public sealed partial class RaftCore
{
    /// <summary>
    /// The party of a broker's groups that this one beats with at rest: any number that is not negative, modulo as many as there are usual intervals in a resting
    /// one. Taken note of with the next heartbeat. Default 0.
    /// </summary>
    public int RestingParty { get; set; }

    /// <summary>Whether nobody waits for anything that a heartbeat brings.</summary>
    internal bool IsAtRest =>
        Role == RaftRole.Leader && !TransferTarget.IsSome && !_reads.IsAny && _progress.HasEverything(_outline.LastIndex, _commitIndex);

    /// <summary>Whether the next heartbeat is further away than the usual interval.</summary>
    internal bool PutsOffHeartbeat => Role == RaftRole.Leader && _heartbeatDeadlineMs > _nowMs + _options.HeartbeatIntervalMs;

    // At rest the groups of a broker beat at the same points in time, so that they share frames and wake-ups. Not all of them at one: whatever comes while
    // thousands beat waits for them, on each broker that they go to and come back from.
    private long NextHeartbeatMs()
    {
        if (!IsAtRest || !_progress.HaveAllAnswered(_rounds.Current))
        {
            return _nowMs + _options.HeartbeatIntervalMs;
        }

        long interval = _options.RestingHeartbeatIntervalMs;
        long behind = (_nowMs + (RestingParty % (interval / _options.HeartbeatIntervalMs) * _options.HeartbeatIntervalMs)) % interval;
        return _nowMs - behind + interval;
    }

    private void EndRest() => _heartbeatDeadlineMs = Math.Min(_heartbeatDeadlineMs, _nowMs + _options.HeartbeatIntervalMs);
}
