using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Takes snapshots of a group of commands so that its log does not grow without bound: captured on the shard, written in the background, and
/// only when durable the log is cut. What lies behind the snapshot before stays, so that a follower that is a little late gets entries and
/// no snapshot. Owned by the shard.
/// </summary>
internal sealed class SnapshotTaker
{
    private readonly RaftGroup _group;
    private readonly ICommandStateMachine _stateMachine;
    private readonly SnapshotStore _store;
    private readonly ReplicationOptions _options;
    private readonly BackgroundWorker _worker;
    private readonly ILogger _logger;
    private readonly ReplicationMetrics _metrics;
    private LogIndex _latest;
    private long _sizeAtLatest;
    private bool _isWriting;

    // Damaged segments that a snapshot is to stand for, and where the last of them ends.
    private readonly HashSet<string> _damaged = [];
    private LogIndex _damagedUpTo;

    public SnapshotTaker(
        RaftGroup group,
        ICommandStateMachine stateMachine,
        SnapshotStore store,
        LogIndex latest,
        ReplicationOptions options,
        BackgroundWorker worker,
        ILogger logger,
        ReplicationMetrics metrics)
    {
        _group = group;
        _stateMachine = stateMachine;
        _store = store;
        _latest = latest;
        _options = options;
        _worker = worker;
        _logger = logger;
        _metrics = metrics;
        _sizeAtLatest = group.Log.SizeInBytes;
    }

    /// <summary>Takes a snapshot as of what is applied, if one is due.</summary>
    public void TakeIfDue(LogIndex applied)
    {
        bool isDue = applied - _latest >= _options.SnapshotAfterEntries
            || (applied >= _latest && (_damaged.Count > 0 || _store.RewriteWantedFrom is { } from && applied >= from))
            || (applied > _latest && _group.Log.SizeInBytes - _sizeAtLatest >= _options.SnapshotAfterBytes);

        // A state that is ahead of the log, which was opened again, would be taken for an older one.
        if (_isWriting || !isDue || _stateMachine.LastApplied > applied)
        {
            return;
        }

        _isWriting = true;
        GroupConfiguration configuration = _group.Core.ConfigurationAt(applied);
        var encoded = new byte[GroupConfigurationCodec.EncodedLength(configuration)];
        GroupConfigurationCodec.Write(configuration, encoded);
        Term term = _group.Core.TermAt(applied) ?? throw new InvalidOperationException($"The applied entry {applied} has no term.");
        _group.Submit(new TakeSnapshotJob(_group, this, applied, term, encoded, _stateMachine.CaptureSnapshot(), _store), _worker);

        // A segment border here lets the next but one snapshot drop all that came before.
        _group.Log.Roll();
        _sizeAtLatest = _group.Log.SizeInBytes;
    }

    /// <summary>
    /// A segment was found damaged. When all of its entries are applied, the state still has them: a snapshot is taken to stand for them, and then the
    /// log begins behind the segment.
    /// </summary>
    /// <returns>Whether nothing is lost so.</returns>
    public bool TryReplace(LogCorruptException damage, LogIndex applied)
    {
        PartitionLog log = _group.Log;
        if (damage.File is not { } segment)
        {
            return false;
        }

        if (log.LastIndexOf(segment) is not { } last)
        {
            return true; // It has left the log meanwhile.
        }

        if (last > applied || _stateMachine.LastApplied > applied)
        {
            return false;
        }

        if (last == log.LastIndex)
        {
            log.Roll(); // Nothing must be added to it any more.
        }

        _damaged.Add(segment);
        _damagedUpTo = last > _damagedUpTo ? last : _damagedUpTo;
        return true;
    }

    /// <summary>A snapshot up to there is durable: cuts the log behind the one before, or, where segments are damaged, behind those.</summary>
    public void Taken(LogIndex index, long bytes)
    {
        _isWriting = false;
        if (index > _latest)
        {
            LogIndex previous = _latest;
            _latest = index;
            _metrics.SnapshotTaken(bytes);
            Cut(previous);
            ReplicationLog.SnapshotTaken(_logger, _group.Name, index, bytes, _group.Log.FirstIndex);
        }

        // Otherwise a newer one came from the leader meanwhile, or it was there before and is whole.
        CutDamaged();
        _sizeAtLatest = _group.Log.SizeInBytes;
    }

    /// <summary>A snapshot of the leader has taken the place of everything here.</summary>
    public void Restored(LogIndex index)
    {
        _latest = index;
        _sizeAtLatest = _group.Log.SizeInBytes;
        _damaged.Clear();
        _damagedUpTo = LogIndex.Zero;
    }

    private void CutDamaged()
    {
        if (_damaged.Count == 0 || _damagedUpTo > _latest)
        {
            return;
        }

        ReplicationLog.DamagedSegmentsReplaced(_logger, _group.Name, string.Join(", ", _damaged), _latest);
        Cut(_damagedUpTo);
        _damaged.Clear();
        _damagedUpTo = LogIndex.Zero;
    }

    private void Cut(LogIndex last)
    {
        if (last >= _group.Log.FirstIndex)
        {
            _group.Log.TruncatePrefix(last.Next(), _damaged);
            _group.Core.LogCompacted(_group.Log.FirstIndex);
        }
    }
}
