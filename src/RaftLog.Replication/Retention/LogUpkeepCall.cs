using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>One look of a replica at the age and the size of its log; completed when what it found to drop is dropped.</summary>
internal sealed class LogUpkeepCall(RetentionPolicy policy, long nowMs) : GroupCall
{
    private readonly TaskCompletionSource<LogUpkeepOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<LogUpkeepOutcome> Completion => _completion.Task;

    public RetentionPolicy Policy => policy;

    public long NowMs => nowMs;

    public override void Execute(RaftGroup group)
    {
        bool isTaken = false;
        try
        {
            group.Upkeep.Run(this);
            isTaken = true;
        }
        finally
        {
            if (!isTaken)
            {
                // A failed disk takes the group offline; the caller has nothing more to do here either way.
                Complete(default);
            }
        }
    }

    public override void Refuse(bool busy) => Complete(default);

    public void Complete(in LogUpkeepOutcome outcome) => _completion.TrySetResult(outcome);
}
