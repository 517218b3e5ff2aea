namespace RaftLog.Replication;

/// <summary>The order for the next step of a compaction; completed when the step is done and what it produced is installed.</summary>
internal sealed class CompactionStepCall(long maxBytes) : GroupCall
{
    private readonly TaskCompletionSource<CompactionProgress> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<CompactionProgress> Completion => _completion.Task;

    public long MaxBytes => maxBytes;

    public override void Execute(RaftGroup group) => group.Cleaning.Step(this);

    public override void Refuse(bool busy) => Complete(new CompactionProgress(IsOver: true));

    public void Complete(in CompactionProgress progress) => _completion.TrySetResult(progress);
}
