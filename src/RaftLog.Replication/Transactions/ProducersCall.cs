using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>A question after the producers that a log knows.</summary>
internal sealed class ProducersCall : GroupCall
{
    private readonly TaskCompletionSource<ActiveProducer[]?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ActiveProducer[]?> Completion => _completion.Task;

    public override void Execute(RaftGroup group) => _completion.TrySetResult(group.Log.Producers.Describe());

    public override void Refuse(bool busy) => _completion.TrySetResult(null);
}
