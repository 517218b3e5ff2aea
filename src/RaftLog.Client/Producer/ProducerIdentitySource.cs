using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <summary>Gets producer ids from the cluster, and counts epochs up. Used by the sender's loop only; the request itself runs beside it.</summary>
internal sealed class ProducerIdentitySource(ClusterClient cluster, Action obtained) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _request = Task.CompletedTask;

    // Written by the request, taken over by the loop.
    private volatile StrongBox? _arrived;
    private ProducerIdentity _current = ProducerIdentity.None;

    public ProducerIdentity Current => _current;

    /// <summary>
    /// Takes in what has arrived. Once a turn: with an identity that comes in the middle of one, a request would go out for some partitions, and another one
    /// for the rest.
    /// </summary>
    public void TakeArrived()
    {
        if (Interlocked.Exchange(ref _arrived, null) is { } arrived)
        {
            _current = arrived.Identity;
        }
    }

    /// <summary>Asks for an id, if none is on its way.</summary>
    public void Request()
    {
        if (_request.IsCompleted && !Current.IsSome && _arrived is null)
        {
            _request = RequestAsync();
        }
    }

    /// <summary>Another epoch of the same id: the leaders then expect sequence 0 (KIP-360). The last epoch is followed by another id.</summary>
    public void BumpEpoch() =>
        _current = Current.Epoch == short.MaxValue ? ProducerIdentity.None : Current with { Epoch = (short)(Current.Epoch + 1) };

    /// <summary>Forgets an identity that a broker does not know or has fenced.</summary>
    public void Discard(ProducerIdentity identity)
    {
        if (Current.Id == identity.Id)
        {
            _current = ProducerIdentity.None;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _request.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RequestAsync()
    {
        try
        {
            InitProducerIdResponse response = await cluster.RetryAsync(AskAsync, _stopping.Token).ConfigureAwait(false);
            _arrived = new StrongBox(new ProducerIdentity(response.ProducerId, response.ProducerEpoch));
        }
        catch (RaftLogException)
        {
            // The loop asks again, and batches that wait too long for it are given up with the reason that counts for them.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        obtained();
    }

    private async Task<InitProducerIdResponse> AskAsync(CancellationToken cancellationToken)
    {
        var request = new InitProducerIdRequest { TransactionalId = null, TransactionTimeoutMs = int.MaxValue };
        InitProducerIdResponse response = await cluster
            .SendAsync<InitProducerIdRequest, InitProducerIdResponse>(cluster.AnyBroker(), ConnectionPurpose.General, request, cancellationToken)
            .ConfigureAwait(false);
        return response.ErrorCode == ErrorCode.None
            ? response
            : throw new RaftLogException(response.ErrorCode, $"No producer id was handed out: {response.ErrorCode.KafkaName()}.");
    }

    private sealed record StrongBox(ProducerIdentity Identity);
}
