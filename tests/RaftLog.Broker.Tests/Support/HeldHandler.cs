using System.Collections.Concurrent;
using RaftLog.Broker.Handlers;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Serves Heartbeat by holding each request until the test lets it go; the generation in the request names it.</summary>
internal sealed class HeldHandler() : ReplyHandler<HeartbeatRequest, HeartbeatResponse>(0, 4)
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<HeartbeatResponse>> _held = new();

    public ConcurrentQueue<int> Started { get; } = new();

    public void Release(int name) => Held(name).TrySetResult(new HeartbeatResponse { ThrottleTimeMs = name });

    public void Fail(int name, Exception defect) => Held(name).TrySetException(defect);

    protected override async ValueTask<HeartbeatResponse> HandleAsync(HeartbeatRequest request, RequestContext context)
    {
        Started.Enqueue(request.GenerationId);
        return await Held(request.GenerationId).Task.WaitAsync(context.Aborted);
    }

    private TaskCompletionSource<HeartbeatResponse> Held(int name) =>
        _held.GetOrAdd(name, _ => new TaskCompletionSource<HeartbeatResponse>(TaskCreationOptions.RunContinuationsAsynchronously));
}
