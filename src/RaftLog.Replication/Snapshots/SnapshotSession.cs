using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>The shipping of a snapshot to one follower.</summary>
internal sealed class SnapshotSession(ReplicaId to)
{
    public ReplicaId To { get; } = to;

    /// <summary>What is shipped; null while it is being opened.</summary>
    public SnapshotSource? Source { get; set; }

    // Invariant: 0 <= Acknowledged <= Sent <= Source.TotalBytes, except that a follower that begins again takes Acknowledged back.

    /// <summary>The bytes that the follower has.</summary>
    public long Acknowledged { get; set; }

    /// <summary>The bytes that were sent.</summary>
    public long Sent { get; set; }

    /// <summary>Whether the follower has said how far it is; until then a single piece is under way, for it may have most of it already.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>When to send again from <see cref="Acknowledged"/> on.</summary>
    public long RetryAtMs { get; set; }

    /// <summary>How often that was done without progress.</summary>
    public int Retries { get; set; }

    /// <summary>The bytes that were taken for it from the budget of all sessions.</summary>
    public long BudgetBytes { get; init; }

    /// <summary>Whether a background job uses the source: one at a time.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether it is over; what a job still brings is released.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Ends it; the source goes now or, while a job uses it, with that job.</summary>
    public void End()
    {
        HasEnded = true;
        ReleaseIfUnused();
    }

    /// <summary>The job that used the source has come back.</summary>
    public void JobDone()
    {
        IsBusy = false;
        ReleaseIfUnused();
    }

    private void ReleaseIfUnused()
    {
        if (HasEnded && !IsBusy)
        {
            Source?.Dispose();
            Source = null;
        }
    }
}
