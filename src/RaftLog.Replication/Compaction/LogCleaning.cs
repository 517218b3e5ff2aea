using Microsoft.Extensions.Logging;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// The compaction of one replica's log: begun and installed here, between two turns, its steps done in the background. At most one at a time.
/// Owned by the shard.
/// </summary>
/// <remarks>
/// Which entries may be cleaned is decided in <see cref="Bound"/>, and nowhere else: those that this replica knows to be committed and that no member may still
/// ask for as entries (<see cref="PrefixGuard"/>). Every replica cleans its own log; what it says to others does not change.
/// </remarks>
internal sealed class LogCleaning(RaftGroup group, CommandApplier applier, BackgroundWorker worker, ILogger logger)
{
    private LogCompaction? _compaction;
    private bool _isStepping;

    private LogIndex Bound => PrefixGuard.LastDroppable(applier.Applied, applier.HeldByAll);

    private Offset Stable => group.Handle.Status.LastStableOffset;

    /// <summary>How much there is to clean, and as the leader, whether the group should agree that there is more.</summary>
    public CompactionSurvey Survey(CompactionOptions options, long nowMs)
    {
        CompactionNeed need = group.Log.MeasureCompaction(options, Bound, Stable, nowMs);
        return new CompactionSurvey(need, group.IsLeader ? Propose(options, need, nowMs) : null, group.Core.Term);
    }

    /// <summary>Begins; false when there is nothing to clean, or a compaction is under way.</summary>
    public bool Begin(CompactionOptions options, KeyOffsetMap map, long nowMs)
    {
        if (_isStepping)
        {
            return false;
        }

        // One that whoever drove it gave up.
        End();
        _compaction = group.Log.BeginCompaction(options, Bound, Stable, map, nowMs, applier.NeededCommands);
        return _compaction is not null;
    }

    /// <summary>Does the next step in the background.</summary>
    public void Step(CompactionStepCall call)
    {
        if (_compaction is not { } compaction || _isStepping)
        {
            call.Complete(new CompactionProgress(IsOver: true));
            return;
        }

        _isStepping = true;
        group.Submit(new CompactionStepJob(group, compaction, call), worker);
    }

    /// <summary>A step was done: takes what it produced into the log.</summary>
    public void StepDone(CompactionStepJob job)
    {
        _isStepping = false;
        bool isOver = true;
        long freed = 0;
        try
        {
            if (group.IsRunning)
            {
                isOver = !TakeIn(job, out freed);
            }
        }
        finally
        {
            if (isOver)
            {
                End();
            }

            job.Call.Complete(new CompactionProgress(isOver, job.BytesRead, job.BytesWritten, freed));
        }
    }

    /// <summary>Gives up what is under way; not while a step is being done.</summary>
    public void End()
    {
        Invariant.Require(!_isStepping);
        _compaction?.Dispose();
        _compaction = null;
    }

    // Whether the compaction goes on.
    private bool TakeIn(CompactionStepJob job, out long freed)
    {
        freed = 0;
        if (job.Failure is LogCorruptException damage)
        {
            group.GoOffline(damage);
            return false;
        }

        if (job.Failure is { } failure)
        {
            // A full disk, perhaps. The log itself is as it was.
            ReplicationLog.CompactionFailed(logger, failure, group.Name);
            return false;
        }

        if (job.Step == CompactionStep.SegmentReady)
        {
            CleanedSegment cleaned = _compaction!.TakeReady();
            if (!group.Log.Install(cleaned))
            {
                return false;
            }

            freed = cleaned.BytesBefore - cleaned.BytesAfter;
            group.Submit(new RemoveLeftoversJob(group), worker);
        }

        return job.Step is CompactionStep.Continues or CompactionStep.SegmentReady;
    }

    private AdvanceLogStart? Propose(CompactionOptions options, CompactionNeed need, long nowMs)
    {
        LogIndex heldByAll = PrefixGuard.LastDroppable(applier.Applied, PrefixGuard.HeldByAll(group.Core));
        CompactionNeed agreed = group.Log.MeasureCompaction(options, heldByAll, Stable, nowMs);
        return agreed.DirtyBytes > need.DirtyBytes && agreed.IsDue(options) ? new AdvanceLogStart(group.Log.LogStartOffset, heldByAll) : null;
    }
}
