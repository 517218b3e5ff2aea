using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Puts a snapshot together on the follower's side: pieces in order, then the checksum of the whole, then durably into the store, and only then in
/// place of the log and the state. Holds one snapshot at most, of a limited size. Owned by the shard.
/// </summary>
internal sealed class SnapshotAssembler(RaftGroup group, SnapshotStore store, BackgroundWorker worker, ILogger logger) : ISnapshotAssembler
{
    private const long MaxBytes = 1L << 30;

    private byte[]? _bytes;
    private long _received;      // Invariant: _bytes[.._received] has arrived.
    private LogIndex _index;
    private uint _crc;
    private bool _isInstalling;

    public void Received(SnapshotMessage message)
    {
        bool isFromLeader = message.Term == group.Core.Term && message.From.Broker == group.Core.Leader.Broker;
        if (!isFromLeader || _isInstalling || message.TotalBytes is <= 0 or > MaxBytes)
        {
            return;
        }

        if (!group.Core.NeedsSnapshot(message.SnapshotIndex, message.SnapshotTerm))
        {
            Acknowledge(message, isInstalled: true);
            return;
        }

        if (_bytes is null || _index != message.SnapshotIndex || _crc != message.Crc || _bytes.Length != message.TotalBytes)
        {
            _bytes = new byte[message.TotalBytes];
            _received = 0;
            _index = message.SnapshotIndex;
            _crc = message.Crc;
        }

        if (message.Position == _received && message.Piece.Length <= _bytes.Length - _received)
        {
            message.Piece.Span.CopyTo(_bytes.AsSpan((int)_received));
            _received += message.Piece.Length;
        }

        if (_received < _bytes.Length)
        {
            Acknowledge(message, isInstalled: false);
            return;
        }

        Store(message, _bytes);
    }

    public void Tick()
    {
    }

    public void Close()
    {
    }

    /// <summary>The snapshot is durable: lets it take the place of the log.</summary>
    public void Stored(SnapshotMessage message, LogSnapshot snapshot, Consensus.GroupConfiguration configuration)
    {
        _isInstalling = false;
        group.InstallSnapshot(snapshot, configuration);
        Acknowledge(message, isInstalled: true);
    }

    public void StoreFailed() => _isInstalling = false;

    private void Store(SnapshotMessage message, byte[] bytes)
    {
        _bytes = null;
        _received = 0;
        LogSnapshot? snapshot = SnapshotImage.TryDecode(
            message.SnapshotIndex, message.SnapshotTerm, bytes, message.Crc, out Consensus.GroupConfiguration configuration);
        if (snapshot is null)
        {
            ReplicationLog.SnapshotDamaged(logger, group.Name, message.From.Broker, message.SnapshotIndex);
            Acknowledge(message, isInstalled: false);
            return;
        }

        _isInstalling = true;
        group.Submit(new StoreSnapshotJob(group, this, message, snapshot, configuration, store), worker);
    }

    private void Acknowledge(SnapshotMessage message, bool isInstalled)
    {
        var acknowledgement = new SnapshotMessage
        {
            IsAcknowledgement = true,
            IsInstalled = isInstalled,
            Group = group.Id,
            Term = group.Core.Term,
            SnapshotTerm = message.SnapshotTerm,
            SnapshotIndex = message.SnapshotIndex,
            From = group.Core.Self,
            To = message.From,
            TotalBytes = message.TotalBytes,
            Position = isInstalled ? message.TotalBytes : _received,
            Crc = message.Crc,
        };
        group.Shard.Transport.Send(message.From.Broker, PeerLane.Control, acknowledgement.ToFrame());
    }
}
