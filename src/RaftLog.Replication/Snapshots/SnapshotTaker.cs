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
            || (_store.IsRewriteWanted && applied >= _latest)
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

    /// <summary>The snapshot is durable: cuts the log behind the one before.</summary>
    public void Taken(LogIndex index, long bytes)
    {
        _isWriting = false;
        if (index <= _latest)
        {
            return; // A newer one came from the leader meanwhile.
        }

        LogIndex previous = _latest;
        _latest = index;
        _metrics.SnapshotTaken(bytes);
        if (previous >= _group.Log.FirstIndex)
        {
            _group.Log.TruncatePrefix(previous.Next());
            _group.Core.LogCompacted(_group.Log.FirstIndex);
        }

        _sizeAtLatest = _group.Log.SizeInBytes;
        ReplicationLog.SnapshotTaken(_logger, _group.Name, index, bytes, _group.Log.FirstIndex);
    }

    /// <summary>A snapshot of the leader has taken the place of everything here.</summary>
    public void Restored(LogIndex index)
    {
        _latest = index;
        _sizeAtLatest = _group.Log.SizeInBytes;
    }
}
