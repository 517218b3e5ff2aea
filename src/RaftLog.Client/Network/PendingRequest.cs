using RaftLog.Model;
using RaftLog.Protocol;

namespace RaftLog.Client.Network;

/// <summary>A request that was written and not answered yet.</summary>
internal abstract class PendingRequest
{
    public required ApiKey ApiKey { get; init; }

    public required short Version { get; init; }

    public required int CorrelationId { get; init; }

    public required long DeadlineMs { get; init; }

    /// <summary>Whether the response's frame comes from the pool and is handed on with it.</summary>
    public required bool PoolsFrame { get; init; }

    /// <summary>Decodes the body and completes. Takes over the reference to <paramref name="pooled"/>.</summary>
    public abstract void Complete(ReadOnlyMemory<byte> body, PooledBuffer? pooled);

    public abstract void Fail(Exception exception);
}
