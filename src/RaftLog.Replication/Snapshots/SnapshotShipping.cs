using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Ships the latest snapshot to followers whose entries are gone from the log, over the bulk lane and a few pieces at a time. What is lost is
/// sent again from where the follower stands; one that makes no progress is given up, and the core may ask anew. Owned by the shard.
/// </summary>
internal sealed class SnapshotShipping(RaftGroup group, SnapshotStore? store, BackgroundWorker worker, ILogger logger, ReplicationMetrics metrics)
{
    private const int PieceBytes = 256 << 10;
    private const int WindowBytes = 4 * PieceBytes;
    private const int RetryAfterMs = 1_000;
    private const int MaxRetries = 10;

    private readonly List<SnapshotSession> _sessions = [];

    /// <summary>The core wants a follower to get a snapshot.</summary>
    public void Offer(in SnapshotOffer offer)
    {
        if (store is null)
        {
            ReplicationLog.NoSnapshotToShip(logger, group.Name, offer.To.Broker, offer.AtLeast);
            group.Core.ReportSnapshot(offer.To, succeeded: false);
            return;
        }

        if (Find(offer.To) is null)
        {
            var session = new SnapshotSession(offer.To);
            _sessions.Add(session);
            group.Submit(new LoadSnapshotJob(group, this, session, store), worker);
        }
    }

    /// <summary>The snapshot was read.</summary>
    public void Loaded(SnapshotSession session, LogSnapshot? snapshot, long nowMs)
    {
        if (!IsCurrent(session))
        {
            return;
        }

        if (snapshot is null)
        {
            End(session, succeeded: false);
            return;
        }

        session.Image = SnapshotImage.Of(snapshot);
        ReplicationLog.SnapshotShipping(logger, group.Name, session.To.Broker, snapshot.Index, session.Image.Bytes.Length);
        SendPieces(session, nowMs);
    }

    /// <summary>The follower says how far it is.</summary>
    public void Acknowledged(SnapshotMessage message, long nowMs)
    {
        if (Find(message.From) is not { } session
            || session.Image is not { } image
            || image.Index != message.SnapshotIndex
            || message.Position > image.Bytes.Length)
        {
            return;
        }

        if (message.IsInstalled)
        {
            metrics.SnapshotShipped(image.Bytes.Length);
            End(session, succeeded: true);
            return;
        }

        if (message.Position > session.Acknowledged)
        {
            session.Retries = 0;
            session.RetryAtMs = nowMs + RetryAfterMs;
        }

        // Also back: a follower that restarted begins again.
        session.Acknowledged = message.Position;
        session.Sent = Math.Max(session.Sent, message.Position);
        SendPieces(session, nowMs);
    }

    public void Tick(long nowMs)
    {
        if (_sessions.Count == 0)
        {
            return;
        }

        foreach (SnapshotSession session in _sessions.ToArray())
        {
            if (session.Image is null || nowMs < session.RetryAtMs)
            {
                continue;
            }

            if (++session.Retries > MaxRetries)
            {
                End(session, succeeded: false);
                continue;
            }

            session.Sent = session.Acknowledged;
            SendPieces(session, nowMs);
        }
    }

    /// <summary>The leadership has ended.</summary>
    public void Clear() => _sessions.Clear();

    /// <summary>The follower's broker is gone.</summary>
    public void PeerLost(BrokerId peer)
    {
        foreach (SnapshotSession session in _sessions.Where(session => session.To.Broker == peer).ToArray())
        {
            End(session, succeeded: false);
        }
    }

    private bool IsCurrent(SnapshotSession session) => _sessions.Contains(session);

    private SnapshotSession? Find(ReplicaId follower) => _sessions.Find(session => session.To.Matches(follower));

    private void End(SnapshotSession session, bool succeeded)
    {
        _sessions.Remove(session);
        ReplicationLog.SnapshotShipped(logger, group.Name, session.To.Broker, succeeded);
        group.Core.ReportSnapshot(session.To, succeeded);
    }

    private void SendPieces(SnapshotSession session, long nowMs)
    {
        SnapshotImage image = session.Image!;
        if (session.RetryAtMs <= nowMs)
        {
            session.RetryAtMs = nowMs + RetryAfterMs;
        }

        // The last piece is empty when everything has arrived but the word that it is installed has not.
        bool isProbe = session.Sent == image.Bytes.Length && session.Acknowledged == session.Sent;
        while (isProbe || (session.Sent < image.Bytes.Length && session.Sent - session.Acknowledged < WindowBytes))
        {
            int bytes = (int)Math.Min(PieceBytes, image.Bytes.Length - session.Sent);
            group.Shard.Transport.Send(session.To.Broker, PeerLane.Bulk, Piece(session, image, bytes).ToFrame());
            session.Sent += bytes;
            if (isProbe)
            {
                return;
            }
        }
    }

    private SnapshotMessage Piece(SnapshotSession session, SnapshotImage image, int bytes) => new()
    {
        Group = group.Id,
        Term = group.Core.Term,
        SnapshotTerm = image.Term,
        SnapshotIndex = image.Index,
        From = group.Core.Self,
        To = session.To,
        TotalBytes = image.Bytes.Length,
        Position = session.Sent,
        Crc = image.Crc,
        Piece = image.Bytes.AsMemory((int)session.Sent, bytes),
    };
}
