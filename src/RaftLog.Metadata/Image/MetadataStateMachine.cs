using System.Buffers;
using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Metadata;

/// <summary>
/// Applies what the metadata group commits to this broker's image, and tells the controller on this broker when it is its turn. Every call
/// comes on the thread of the group's shard, but for the snapshot of a replica that is being opened.
/// </summary>
/// <remarks>
/// A log that was opened again in this process tells from its last snapshot on what it had told before. The image knows it already, and must not go
/// back to it: whoever follows the image would delete the replicas of a topic that it had not yet in the past.
/// </remarks>
internal sealed class MetadataStateMachine(
    MetadataStore store, Controller controller, Action<Exception> wentOffline, MetadataMetrics metrics, ILogger logger) : ICommandStateMachine
{
    /// <inheritdoc/>
    public LogIndex LastApplied => store.Current.Index;

    /// <inheritdoc/>
    public void Apply(LogIndex index, Term term, ReadOnlySpan<byte> command)
    {
        if (index <= store.Current.Index)
        {
            return;
        }

        try
        {
            var records = MetadataEntry.Decode(command);
            var delta = new MetadataDelta(store.Current);
            delta.Apply(records);
            store.Publish(delta.Finish(index));
            metrics.EntryApplied(records.Count);
            MetadataLog.EntryApplied(logger, index, records.Count);
        }
        catch (Exception reason)
        {
            // To pass over an entry would make this broker's image another one than everybody else's.
            MetadataLog.EntryNotApplied(logger, reason, index);
            throw;
        }
    }

    /// <inheritdoc/>
    public SnapshotWriter CaptureSnapshot()
    {
        var image = store.Current;
        return destination => MetadataSnapshot.Write(image, destination);
    }

    /// <inheritdoc/>
    public void RestoreSnapshot(LogIndex index, Term term, ReadOnlySequence<byte> content)
    {
        if (index <= store.Current.Index)
        {
            return;
        }

        var image = MetadataSnapshot.Read(index, content);
        store.Publish(MetadataComparison.Between(store.Current, image));
        MetadataLog.SnapshotRestored(logger, index, image.Brokers.Count, image.Topics.Count, image.ConsumerGroups.ById.Count);
    }

    /// <inheritdoc/>
    public void Committed(LogIndex commitIndex, Offset highWatermark, Offset lastStableOffset)
    {
        // What matters is what was applied.
    }

    /// <inheritdoc/>
    public void RoleChanged(GroupRole role, Term term, ReplicaId leader)
    {
        if (role == GroupRole.Leader)
        {
            controller.Activate(term);
        }
        else
        {
            controller.Deactivate();
        }
    }

    /// <inheritdoc/>
    public void WentOffline(Exception reason)
    {
        controller.Deactivate();
        MetadataLog.LogFailed(logger, reason, store.Current.Index);
        wentOffline(reason);
    }
}
