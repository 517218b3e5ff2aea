namespace RaftLog.Replication;

/// <summary>A question to, or an order for, the cleaning of a group's log that is answered at once.</summary>
internal sealed class CleaningCall<T>(Func<LogCleaning, T> ask) : GroupCall
    where T : struct
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Completion => _completion.Task;

    public override void Execute(RaftGroup group)
    {
        T answer = default;
        try
        {
            answer = ask(group.Cleaning);
        }
        finally
        {
            // A failed disk takes the group offline; the caller has nothing more to do here either way.
            _completion.TrySetResult(answer);
        }
    }

    public override void Refuse(bool busy) => _completion.TrySetResult(default);
}
