using System.Buffers;

namespace RaftLog.Simulator.Workload.Connections;

/// <summary>A request that waits for its response.</summary>
internal sealed class PendingCall(int correlationId)
{
    private readonly TaskCompletionSource<ReadOnlySequence<byte>?> _response = new();

    public int CorrelationId { get; } = correlationId;

    public bool IsOver => _response.Task.IsCompleted;

    /// <summary>The bytes of the response; null when none came.</summary>
    public Task<ReadOnlySequence<byte>?> Response => _response.Task;

    public void End(ReadOnlySequence<byte>? response) => _response.TrySetResult(response);
}
