using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol;

namespace RaftLog.Client.Network;

/// <inheritdoc/>
internal sealed class PendingRequest<TResponse>(bool continuesInline) : PendingRequest
    where TResponse : IKafkaResponse<TResponse>
{
    private readonly TaskCompletionSource<Received<TResponse>> _completion =
        new(continuesInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Received<TResponse>> Task => _completion.Task;

    public override void Complete(ReadOnlyMemory<byte> body, PooledBuffer? pooled)
    {
        TResponse message;
        try
        {
            var reader = new WireReader(body);
            message = TResponse.Read(ref reader, Version);
        }
        catch
        {
            pooled?.Release();
            throw;
        }

        _completion.SetResult(new Received<TResponse>(message, pooled));
    }

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
