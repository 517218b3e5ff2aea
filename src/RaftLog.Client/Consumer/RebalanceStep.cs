using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// A change of the assignment that the membership hands to the consuming caller. It is carried out inside a consuming call, when nothing
/// that was returned is still in work, so positions that are committed on the way are exact.
/// </summary>
internal sealed class RebalanceStep(RebalanceKind kind, IReadOnlyList<TopicPartition> partitions)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RebalanceKind Kind => kind;

    public IReadOnlyList<TopicPartition> Partitions => partitions;

    public Task Done => _done.Task;

    public void SetDone() => _done.TrySetResult();
}
