using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>A call that waits for its reply. Whoever removes it from the table of pending calls completes it, so it completes once.</summary>
internal sealed class PendingCall(BrokerId to)
{
    private readonly TaskCompletionSource<RpcReply> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;

    public BrokerId To { get; } = to;

    public Task<RpcReply> Completion => _completion.Task;

    public void ExpireBy(ITimer timer)
    {
        _timer = timer;
        if (_completion.Task.IsCompleted)
        {
            timer.Dispose();
        }
    }

    public void Complete(RpcReply reply)
    {
        _completion.TrySetResult(reply);
        _timer?.Dispose();
    }
}
