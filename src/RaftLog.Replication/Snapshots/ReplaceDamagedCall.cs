using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>The wish to have a damaged segment replaced by a snapshot.</summary>
internal sealed class ReplaceDamagedCall(LogCorruptException damage) : GroupCall
{
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<bool> Completion => _completion.Task;

    public override void Execute(RaftGroup group)
    {
        bool isReplaced = false;
        try
        {
            isReplaced = group.TryReplaceDamaged(damage);
        }
        finally
        {
            // A failed disk takes the group offline; the caller has nothing more to do here either way.
            _completion.TrySetResult(isReplaced);
        }
    }

    public override void Refuse(bool busy) => _completion.TrySetResult(false);
}
