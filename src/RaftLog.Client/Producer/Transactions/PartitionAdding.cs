using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>
/// Tells the coordinator of partitions before anything is sent to them, one request at a time for all that wait. The sender's loop asks in each of
/// its turns for as long as it waits; the request itself runs beside it.
/// </summary>
internal sealed class PartitionAdding(TransactionSession session, TransactionRequests requests, Action added) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<TopicPartition> _wanted = [];
    private Task _request = Task.CompletedTask;

    /// <summary>Whether the partition may be sent to; asks for it if not. Called by the loop only.</summary>
    public bool MaySend(TopicPartition partition)
    {
        if (session.Has(partition))
        {
            return true;
        }

        if (session.AddsImplicitly)
        {
            session.Added(partition);
            return true;
        }

        _wanted.Add(partition);
        return false;
    }

    /// <summary>Sends what was asked for in this turn.</summary>
    public void Send()
    {
        if (_wanted.Count > 0 && _request.IsCompleted && session.State is (TransactionState.Open or TransactionState.Committing))
        {
            _request = AddAsync([.. _wanted]);
        }

        _wanted.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _request.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AddAsync(TopicPartition[] partitions)
    {
        try
        {
            await requests.AddPartitionsAsync(partitions, _stopping.Token).ConfigureAwait(false);
            session.Added(partitions);
        }
        catch (RaftLogException)
        {
            // Either the session knows that it has failed, or the loop asks again.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        added();
    }
}
