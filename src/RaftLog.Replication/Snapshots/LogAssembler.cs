using Microsoft.Extensions.Logging;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Puts a partition's log together on the follower's side: pieces in order, each written and checked in the background, and only when all of it
/// is durable in place of the old one. What has arrived outlives a broken connection, the session of the leader and the leader itself; a new
/// shipment goes on behind the segments that it has in common with the one before. Owned by the shard.
/// </summary>
internal sealed class LogAssembler(RaftGroup group, BackgroundWorker worker, ILogger logger) : ISnapshotAssembler
{
    // Nobody has sent anything for so long: what is half done only takes space.
    private const long DropAfterMs = 10 * 60 * 1_000;

    private LogImport? _import;
    private SnapshotIdentity? _shipment; // What is being received; null when nothing is.
    private long _lastPieceMs;
    private int _jobs;

    // Invariant: 0 <= _written <= _received; what is between is on its way to the file.
    private long _received;
    private long _written;

    public void Received(SnapshotMessage message)
    {
        if (message.Term != group.Core.Term || message.From.Broker != group.Core.Leader.Broker)
        {
            return;
        }

        if (!group.Core.NeedsSnapshot(message.SnapshotIndex, message.SnapshotTerm))
        {
            Acknowledge(message, message.TotalBytes, isInstalled: true);
            return;
        }

        if (message.Identity != _shipment)
        {
            if (_jobs > 0)
            {
                return; // Of another one. This is sent again in a moment.
            }

            _import ??= group.Log.BeginImport();
            _import.Begin(message.Crc);
            _shipment = message.Identity;
            _received = 0;
            _written = 0;
        }

        _lastPieceMs = group.Shard.NowMs;
        if (message.Position != _received || message.Piece.IsEmpty)
        {
            Acknowledge(message, _written);
            return;
        }

        _received += message.Piece.Length;
        _jobs++;
        message.Owner?.AddReference();
        group.Submit(new TakePieceJob(group, this, _import!, message), worker);
    }

    /// <summary>A piece was written, or could not be.</summary>
    public void Taken(TakePieceJob job)
    {
        _jobs--;
        if (!group.IsRunning)
        {
            Close();
            return;
        }

        if (job.Failure is LogCorruptException damage)
        {
            ReplicationLog.ShipmentDamaged(logger, damage, group.Name, job.Message.From.Broker);
            _shipment = null;
            Acknowledge(job.Message, job.Message.Position, isDamaged: true);
            return;
        }

        if (job.Failure is { } failure)
        {
            group.GoOffline(failure);
            return;
        }

        // Behind the manifest the import may have jumped over what it has already.
        _written = job.Position;
        _received = _jobs == 0 ? _written : Math.Max(_received, _written);
        if (job.IsComplete && _import is { } import && _shipment is not null)
        {
            Install(import, job.Message);
        }
        else
        {
            Acknowledge(job.Message, _written);
        }
    }

    public void Tick()
    {
        bool isStale = _shipment is { } shipment
            && (group.Shard.NowMs - _lastPieceMs >= DropAfterMs || group.Core.CommitIndex >= shipment.Index);
        if (isStale && _jobs == 0 && _import is { } import)
        {
            Forget();
            group.Submit(new DropImportJob(group, import), worker);
        }
    }

    public void Close()
    {
        if (_jobs == 0)
        {
            _import?.Dispose();
            Forget();
        }
    }

    private void Install(LogImport import, SnapshotMessage message)
    {
        Forget();
        if (group.TryInstallLog(import))
        {
            Acknowledge(message, message.TotalBytes, isInstalled: true);
        }
        else
        {
            // Appends of another leader have brought it meanwhile; the next piece is answered with that.
            group.Submit(new DropImportJob(group, import), worker);
        }
    }

    private void Forget()
    {
        _import = null;
        _shipment = null;
    }

    private void Acknowledge(SnapshotMessage message, long position, bool isInstalled = false, bool isDamaged = false)
    {
        var acknowledgement = new SnapshotMessage
        {
            IsAcknowledgement = true,
            IsInstalled = isInstalled,
            IsDamaged = isDamaged,
            Group = group.Id,
            Term = group.Core.Term,
            SnapshotTerm = message.SnapshotTerm,
            SnapshotIndex = message.SnapshotIndex,
            From = group.Core.Self,
            To = message.From,
            TotalBytes = message.TotalBytes,
            Position = position,
            Crc = message.Crc,
        };
        group.Shard.Transport.Send(message.From.Broker, PeerLane.Control, acknowledgement.ToFrame());
    }
}
