using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Keeps a replica's log as young and as small as its policy wants: begins a segment when the active one is old, drops segments below the agreed
/// log start, and, as the leader, says where the group should let the log begin. Owned by the shard.
/// </summary>
internal sealed class LogUpkeep(RaftGroup group, CommandApplier applier, BackgroundWorker worker)
{
    private readonly SegmentSightings _sightings = new();

    /// <summary>Does what is due.</summary>
    /// <exception cref="LogOfflineException">A file could not be written or deleted.</exception>
    public LogUpkeepOutcome Run(RetentionPolicy policy, long nowMs)
    {
        _sightings.Look(group.Log.DescribeSegments(), nowMs);
        RollIfDue(policy, nowMs);
        bool hasDropped = Drop();
        AdvanceLogStart? proposal = group.IsLeader ? Propose(policy, nowMs) : null;
        return new LogUpkeepOutcome(hasDropped, proposal, group.Core.Term);
    }

    private void RollIfDue(RetentionPolicy policy, long nowMs)
    {
        SegmentInfo active = group.Log.DescribeSegments()[^1];

        // Only a complete segment can go, also when all that it holds was deleted.
        bool isDeleted = active.HasRecords && active.NextOffset <= group.Log.LogStartOffset;
        if (isDeleted || RetentionRule.IsRollDue(active, policy, _sightings, nowMs))
        {
            group.Log.Roll();
        }
    }

    private bool Drop()
    {
        PartitionLog log = group.Log;
        LogIndex first = log.FirstIndexAfterDrop(PrefixGuard.LastDroppable(applier.Applied, applier.HeldByAll));
        if (first == log.FirstIndex)
        {
            return false;
        }

        GroupConfiguration configuration = group.Core.ConfigurationAt(first.Previous());
        var encoded = new byte[GroupConfigurationCodec.EncodedLength(configuration)];
        GroupConfigurationCodec.Write(configuration, encoded);
        if (!log.TryDropPrefix(first, applier.Applied, encoded))
        {
            return false;
        }

        group.Core.LogCompacted(first);
        group.Submit(new RemoveLeftoversJob(group), worker);
        return true;
    }

    private AdvanceLogStart? Propose(RetentionPolicy policy, long nowMs)
    {
        PartitionLog log = group.Log;
        LogIndex heldByAll = PrefixGuard.LastDroppable(applier.Applied, PrefixGuard.HeldByAll(group.Core));
        Offset wanted = RetentionRule.WantedStart(log.DescribeSegments(), log.LogStartOffset, applier.Applied, policy, _sightings, nowMs);

        // Or the start is right, but some member lacked entries below it when it was agreed on, and has them now.
        bool mayDropMore = log.FirstIndexAfterDrop(heldByAll) > log.FirstIndexAfterDrop(PrefixGuard.LastDroppable(applier.Applied, applier.HeldByAll));
        return wanted > log.LogStartOffset || mayDropMore ? new AdvanceLogStart(wanted, heldByAll) : null;
    }
}
