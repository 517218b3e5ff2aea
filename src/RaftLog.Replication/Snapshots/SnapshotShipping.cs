using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Ships what stands for entries that a follower cannot get by appends, over the bulk lane and a few pieces at a time: the latest snapshot of a
/// group of commands, the sealed segments of a partition. Each piece is read in the background. What is lost is sent again from where the follower
/// stands; one that makes no progress is given up, and the core may ask anew. Owned by the shard.
/// </summary>
internal sealed class SnapshotShipping(RaftGroup group, SnapshotStore? store, ShardServices services)
{
    private const int PiecesUnderWay = 8;
    private const int RetryAfterMs = 1_000;
    private const int MaxRetries = 10;

    private readonly int _pieceBytes = services.Options.ShippingPieceBytes;
    private readonly List<SnapshotSession> _sessions = [];

    /// <summary>Whether pieces wait for <see cref="RecoveryRate"/>: to be tried again soon.</summary>
    public bool IsStarved { get; private set; }

    // What one follower may cost: memory is bounded by this, however much it needs.
    private long WindowBytes => (long)PiecesUnderWay * _pieceBytes;

    private long NowMs => group.Shard.NowMs;

    /// <summary>
    /// Whether a follower that needs a partition's entries from this one on gets the segments: because compaction has been over the entry, or
    /// because it lacks much, and more than it has.
    /// </summary>
    public bool IsBetterThanAppends(LogIndex from)
    {
        if (store is not null || group.Log.IsCached(from))
        {
            return false;
        }

        (long has, long lacks) = group.Log.SealedBytes(from, group.Core.CommitIndex);
        return from <= group.Log.CleanedUpTo || (lacks >= services.Options.ShipSegmentsFromBytes && lacks >= has);
    }

    /// <summary>The core wants a follower to get a snapshot.</summary>
    public void Offer(in SnapshotOffer offer)
    {
        if (Find(offer.To) is not null)
        {
            return;
        }

        // Not all partitions of a wiped broker at once: those without room are offered again with the next heartbeat.
        long budgetBytes = store is null ? WindowBytes : 0;
        if (budgetBytes > 0 && !services.ShippingBudget.TryTake(budgetBytes))
        {
            group.Core.ReportSnapshot(offer.To, succeeded: false);
            return;
        }

        var session = new SnapshotSession(offer.To) { BudgetBytes = budgetBytes, IsBusy = true };
        _sessions.Add(session);
        group.Submit(new OpenSourceJob(group, this, session, Opener()), services.Background);
    }

    /// <summary>What is to be shipped was opened, or there is nothing.</summary>
    public void Opened(OpenSourceJob job)
    {
        SnapshotSession session = job.Session;
        session.Source = job.Source;
        session.JobDone();
        bool isBeingReplaced = job.Failure is LogCorruptException && store?.RewriteWantedFrom is not null;
        if (job.Failure is not null && !isBeingReplaced)
        {
            group.GoOffline(job.Failure);
        }
        else if (session.HasEnded)
        {
            return;
        }
        else if (session.Source is { } source)
        {
            ReplicationLog.SnapshotShipping(services.Logger, group.Name, session.To.Broker, source.Index, source.TotalBytes);
            session.RetryAtMs = NowMs + RetryAfterMs;
            SendNext(session);
        }
        else
        {
            End(session, succeeded: false);
        }
    }

    /// <summary>A piece was read: sends it, and begins with the next one.</summary>
    public void PieceRead(ReadPieceJob job)
    {
        SnapshotSession session = job.Session;
        session.JobDone();
        if (session.HasEnded || job.Frame is not { } frame)
        {
            job.Frame?.Release();
            if (job.Failure is not null)
            {
                group.GoOffline(job.Failure);
            }

            return;
        }

        services.RecoveryRate.Take(frame.TotalBytes, NowMs);
        services.Metrics.CatchUpRead(job.Bytes);
        services.Transport.Send(session.To.Broker, PeerLane.Bulk, frame);

        // An acknowledgement may have moved it meanwhile.
        if (session.Sent == job.Position)
        {
            session.Sent += job.Bytes;
        }

        SendNext(session);
    }

    /// <summary>The follower says how far it is.</summary>
    public void Acknowledged(SnapshotMessage message)
    {
        if (Find(message.From) is not { Source: { } source } session
            || source.Index != message.SnapshotIndex
            || source.Crc != message.Crc
            || message.Position > source.TotalBytes)
        {
            return;
        }

        session.HasAnswered = true;
        if (message.IsInstalled)
        {
            services.Metrics.SnapshotShipped(source.TotalBytes);
            End(session, succeeded: true);
            return;
        }

        if (message.IsDamaged)
        {
            FindDamage(session, source, message.Position);
            return;
        }

        if (message.Position > session.Acknowledged)
        {
            session.Retries = 0;
            session.RetryAtMs = NowMs + RetryAfterMs;
        }

        // Also back: a follower that restarted begins again.
        session.Acknowledged = message.Position;
        session.Sent = Math.Max(session.Sent, message.Position);
        SendNext(session);
    }

    /// <summary>Nothing is damaged here, or this replica is.</summary>
    public void Verified(VerifySourceJob job)
    {
        job.Session.JobDone();
        if (job.Failure is not null)
        {
            group.GoOffline(job.Failure);
        }
        else if (!job.Session.HasEnded)
        {
            End(job.Session, succeeded: false);
        }
    }

    public void Tick()
    {
        if (_sessions.Count == 0)
        {
            return;
        }

        foreach (SnapshotSession session in _sessions.ToArray())
        {
            if (session.Source is not { } source || NowMs < session.RetryAtMs)
            {
                continue;
            }

            session.RetryAtMs = NowMs + RetryAfterMs;
            bool isUnanswered = session.Sent > session.Acknowledged || session.Sent == source.TotalBytes;
            if (isUnanswered && ++session.Retries > MaxRetries)
            {
                End(session, succeeded: false);
                continue;
            }

            session.Sent = session.Acknowledged;

            // Everything has arrived, but not the word that it is installed: an empty piece asks for that.
            SendNext(session, isProbe: session.Sent == source.TotalBytes);
        }
    }

    /// <summary>Tries again what the rate refused.</summary>
    public void Retry()
    {
        IsStarved = false;
        foreach (SnapshotSession session in _sessions)
        {
            SendNext(session);
        }
    }

    /// <summary>The leadership has ended.</summary>
    public void Clear()
    {
        foreach (SnapshotSession session in _sessions)
        {
            Release(session);
        }

        _sessions.Clear();
        IsStarved = false;
    }

    /// <summary>The follower's broker is gone.</summary>
    public void PeerLost(BrokerId peer)
    {
        foreach (SnapshotSession session in _sessions.Where(session => session.To.Broker == peer).ToArray())
        {
            End(session, succeeded: false);
        }
    }

    private SnapshotSession? Find(ReplicaId follower) => _sessions.Find(session => session.To.Matches(follower));

    // Made on the shard, run in the background.
    private Func<SnapshotSource?> Opener()
    {
        if (store is not null)
        {
            return () => store.LoadLatest() is { } latest ? SnapshotImage.Of(latest) : null;
        }

        LogShipment planned = group.Log.PlanShipment(group.Core.CommitIndex);
        return () => LogShipmentSource.TryOpen(planned);
    }

    private void End(SnapshotSession session, bool succeeded)
    {
        LogIndex index = session.Source?.Index ?? LogIndex.Zero;
        _sessions.Remove(session);
        Release(session);
        ReplicationLog.SnapshotShipped(services.Logger, group.Name, session.To.Broker, succeeded);
        group.Core.ReportSnapshot(session.To, succeeded, index);
    }

    private void Release(SnapshotSession session)
    {
        session.End();
        services.ShippingBudget.Return(session.BudgetBytes);
    }

    // A verification that is refused because another job runs is asked for again: the follower gets the same piece once more.
    private void FindDamage(SnapshotSession session, SnapshotSource source, long position)
    {
        if (!session.IsBusy)
        {
            session.IsBusy = true;
            int bytes = (int)Math.Clamp(source.TotalBytes - position, 1, _pieceBytes);
            group.Submit(new VerifySourceJob(group, this, session, source, position, bytes), services.Background);
        }
    }

    // One piece is read at a time; the window is for those that are under way.
    private void SendNext(SnapshotSession session, bool isProbe = false)
    {
        if (session.IsBusy || session.Source is not { } source)
        {
            return;
        }

        long window = session.HasAnswered ? WindowBytes : _pieceBytes;
        if (!isProbe && (session.Sent == source.TotalBytes || session.Sent - session.Acknowledged >= window))
        {
            return;
        }

        if (!services.RecoveryRate.IsOpen(NowMs))
        {
            IsStarved = true;
            return;
        }

        int bytes = (int)Math.Min(_pieceBytes, source.TotalBytes - session.Sent);
        session.IsBusy = true;
        group.Submit(new ReadPieceJob(group, this, session, source, Piece(session, source), bytes), services.Background);
    }

    private SnapshotMessage Piece(SnapshotSession session, SnapshotSource source) => new()
    {
        Group = group.Id,
        Term = group.Core.Term,
        SnapshotTerm = source.Term,
        SnapshotIndex = source.Index,
        From = group.Core.Self,
        To = session.To,
        TotalBytes = source.TotalBytes,
        Position = session.Sent,
        Crc = source.Crc,
    };
}
