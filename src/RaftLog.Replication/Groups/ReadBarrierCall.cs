using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>A read barrier on its way.</summary>
internal sealed class ReadBarrierCall : GroupCall
{
    private readonly TaskCompletionSource<ReadBarrierOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ReadBarrierOutcome> Completion => _completion.Task;

    /// <summary>What must be applied first; set when leadership was confirmed.</summary>
    public LogIndex Index { get; set; }

    public override void Execute(RaftGroup group) => group.Barriers.Begin(this);

    public override void Refuse(bool busy) => Complete(busy ? ReadBarrierStatus.Busy : ReadBarrierStatus.Offline);

    public void Complete(ReadBarrierStatus status) =>
        _completion.TrySetResult(new ReadBarrierOutcome(status, status == ReadBarrierStatus.Passed ? Index : LogIndex.Zero));
}
