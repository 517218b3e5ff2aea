using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>What a leader knows of one replica, and how it sends to it; see <see cref="ProgressState"/> for the transitions.</summary>
internal sealed class ReplicaProgress(ReplicaId id, LogIndex next, RaftOptions options, long nowMs)
{
    /// <summary>The replica; gets its directory when that is pinned.</summary>
    public ReplicaId Id { get; set; } = id;

    public ProgressState State { get; private set; } = ProgressState.Probe;

    /// <summary>The last index known to be on its stable storage and equal to the leader's. <c>Match &lt; Next</c>.</summary>
    public LogIndex Match { get; private set; } = LogIndex.Zero;

    /// <summary>
    /// The next index to send. Optimistic in <see cref="ProgressState.Replicate"/>: raised when sent, not when acknowledged.
    /// </summary>
    public LogIndex Next { get; private set; } = next;

    /// <summary>Where the snapshot on its way ends at least; meaningful in <see cref="ProgressState.Snapshot"/>.</summary>
    public LogIndex PendingSnapshot { get; private set; } = LogIndex.Zero;

    /// <summary>Appends in flight; empty except in <see cref="ProgressState.Replicate"/>.</summary>
    public InflightWindow Inflight { get; } = new(options.MaxInflightAppends, options.MaxInflightBytes);

    /// <summary>
    /// Whether the probe of this round is out. An answer to it or to a heartbeat lets the next one go, so a lost probe costs one heartbeat.
    /// </summary>
    public bool IsProbeSent { get; set; }

    /// <summary>When it was heard last; when it was added, at first: a new replica gets time to answer.</summary>
    public long HeardAtMs { get; set; } = nowMs;

    /// <summary>Whether an empty append must go out, full window or not, to find out whether what is in flight was lost.</summary>
    public bool NeedsCheck { get; set; }

    /// <summary>The last index that was sent when the latest heartbeat was.</summary>
    public LogIndex SentAtHeartbeat { get; set; } = LogIndex.Zero;

    /// <summary>Whether appends went out since it last answered a heartbeat, so that a loss would show by itself.</summary>
    public bool HasSentSinceHeartbeat { get; set; }

    /// <summary>The highest commit index it was told.</summary>
    public LogIndex SentCommit { get; set; } = LogIndex.Zero;

    /// <summary>The last heartbeat round that it answered.</summary>
    public long AnsweredRound { get; set; }

    public bool IsPaused => State switch
    {
        ProgressState.Probe => IsProbeSent,
        ProgressState.Replicate => Inflight.IsFull,
        _ => true,
    };

    /// <summary>
    /// Whether it was heard within an election timeout. By the time and not since some moment that all are asked about: right after that nobody would have been.
    /// </summary>
    public bool IsHeard(long nowMs) => nowMs - HeardAtMs <= options.ElectionTimeoutMinMs;

    /// <summary>It has everything up to <paramref name="index"/>; false when that is old news.</summary>
    public bool Acknowledge(LogIndex index)
    {
        if (index <= Match)
        {
            return false;
        }

        Match = index;
        Next = Max(Next, index.Next());
        IsProbeSent = false;
        Inflight.FreeUpTo(index);
        return true;
    }

    /// <summary>An append up to <paramref name="last"/> has been handed out.</summary>
    public void Sent(LogIndex last, long bytes)
    {
        HasSentSinceHeartbeat = true;
        if (State == ProgressState.Probe)
        {
            IsProbeSent = true;
        }
        else if (last >= Next)
        {
            Inflight.Add(last, bytes);
            Next = last.Next();
        }
    }

    /// <summary>
    /// It refused an append behind <paramref name="rejected"/>; the logs can only agree at or below <paramref name="hint"/>. False when
    /// the refusal is stale: answers may be late, doubled and out of order.
    /// </summary>
    public bool Refuse(LogIndex rejected, LogIndex hint)
    {
        switch (State)
        {
            case ProgressState.Replicate when rejected > Match:
                BecomeProbe();
                return true;
            case ProgressState.Probe when rejected == Next.Previous() && rejected.Value > 0:
                if (rejected == Match)
                {
                    // It has lost what it acknowledged: with flush=interval a power loss does that. What it has now counts, else it would
                    // be probed at the same place for ever.
                    Match = LogIndex.Zero;
                }

                Next = Max(Min(rejected, hint.Next()), Match.Next());
                IsProbeSent = false;
                return true;
            default:
                return false;
        }
    }

    public void BecomeProbe()
    {
        Next = State == ProgressState.Snapshot ? Max(Match, PendingSnapshot).Next() : Match.Next();
        Enter(ProgressState.Probe);
    }

    public void BecomeReplicate()
    {
        Enter(ProgressState.Replicate);
        Next = Match.Next();
    }

    public void BecomeSnapshot(LogIndex atLeast)
    {
        Enter(ProgressState.Snapshot);
        PendingSnapshot = atLeast;
    }

    /// <summary>The snapshot did not arrive: probe again from what it has, after the next sign of life.</summary>
    public void SnapshotFailed()
    {
        PendingSnapshot = LogIndex.Zero;
        BecomeProbe();
        IsProbeSent = true;
    }

    /// <summary>The snapshot has been shipped: its acknowledgement or the next sign of life starts the probe behind it.</summary>
    public void SnapshotShipped(LogIndex upTo)
    {
        PendingSnapshot = Max(PendingSnapshot, upTo);
        BecomeProbe();
        IsProbeSent = true;
    }

    private void Enter(ProgressState state)
    {
        State = state;
        IsProbeSent = false;
        NeedsCheck = false;
        PendingSnapshot = LogIndex.Zero;
        Inflight.Clear();
    }

    private static LogIndex Max(LogIndex a, LogIndex b) => a > b ? a : b;

    private static LogIndex Min(LogIndex a, LogIndex b) => a < b ? a : b;
}
