using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>One look of a replica at the age and the size of its log.</summary>
internal sealed class LogUpkeepCall(RetentionPolicy policy, long nowMs) : GroupCall
{
    private readonly TaskCompletionSource<LogUpkeepOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<LogUpkeepOutcome> Completion => _completion.Task;

    public override void Execute(RaftGroup group)
    {
        LogUpkeepOutcome outcome = default;
        try
        {
            outcome = group.Upkeep.Run(policy, nowMs);
        }
        finally
        {
            // A failed disk takes the group offline; the caller has nothing more to do here either way.
            _completion.TrySetResult(outcome);
        }
    }

    public override void Refuse(bool busy) => _completion.TrySetResult(default);
}
