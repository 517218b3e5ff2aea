using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// Keeps a replica's log as young and as small as its policy wants: begins a segment when the active one is old, drops segments below the agreed
/// log start, forgets producers that have long been silent, and, as the leader, says where the group should let the log begin. Owned by the shard.
/// </summary>
internal sealed class LogUpkeep(RaftGroup group, CommandApplier applier, BackgroundWorker worker, ShardClock clock)
{
    private readonly SegmentSightings _sightings = new();
    private bool _isDropping;

    /// <summary>Does what is due, or has it done in the background; then the call is completed.</summary>
    /// <exception cref="LogOfflineException">A file could not be written.</exception>
    public void Run(LogUpkeepCall call)
    {
        _sightings.Look(group.Log.DescribeSegments(), call.NowMs);
        RollIfDue(call.Policy, call.NowMs);
        group.Log.Producers.ForgetSilent(clock.NowMs, call.Policy.ProducerSilence);
        if (PlanDrop() is { } drop)
        {
            _isDropping = true;
            group.Submit(new PrefixDropJob(group, drop, call), worker);
        }
        else
        {
            Answer(call, hasDropped: false);
        }
    }

    /// <summary>What a drop had to wait for was done: drops.</summary>
    public void DropPrepared(PrefixDropJob job)
    {
        _isDropping = false;
        bool hasDropped = false;
        try
        {
            if (group.IsRunning && job.Failure is { } failure)
            {
                group.GoOffline(failure);
            }

            hasDropped = group.IsRunning && group.Log.CompleteDrop(job.Drop);
            if (hasDropped)
            {
                group.Core.LogCompacted(job.Drop.First);
                group.Submit(new RemoveLeftoversJob(group), worker);
            }
        }
        finally
        {
            Answer(job.Call, hasDropped);
        }
    }

    private void Answer(LogUpkeepCall call, bool hasDropped) => call.Complete(new LogUpkeepOutcome(
        hasDropped, group.IsRunning && group.IsLeader ? Propose(call.Policy, call.NowMs) : null, group.Core.Term));

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

    private PrefixDrop? PlanDrop()
    {
        PartitionLog log = group.Log;
        LogIndex first = log.FirstIndexAfterDrop(PrefixGuard.LastDroppable(applier.Applied, applier.HeldByAll));
        if (first == log.FirstIndex || _isDropping)
        {
            return null;
        }

        GroupConfiguration configuration = group.Core.ConfigurationAt(first.Previous());
        var encoded = new byte[GroupConfigurationCodec.EncodedLength(configuration)];
        GroupConfigurationCodec.Write(configuration, encoded);
        return log.PlanDrop(first, applier.Applied, encoded);
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
