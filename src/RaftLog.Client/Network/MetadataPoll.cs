namespace RaftLog.Client.Network;

/// <summary>
/// Asks for metadata while a loop needs news of it. The loop repeats its <see cref="Request"/> in each turn for as long as it waits.
/// </summary>
internal sealed class MetadataPoll(ClusterClient cluster, Action refreshed) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PollInterval _interval = new();
    private Task _poll = Task.CompletedTask;

    /// <summary>Refreshes soon, unless a refresh is on its way. Called by one loop only.</summary>
    public void Request()
    {
        if (_poll.IsCompleted && !_stopping.IsCancellationRequested)
        {
            _poll = PollAsync(_interval.Next(cluster.Clock.NowMs));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _poll.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task PollAsync(long waitMs)
    {
        try
        {
            if (waitMs > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(waitMs), cluster.Clock.TimeProvider, _stopping.Token).ConfigureAwait(false);
            }

            await cluster.Metadata.TryRefreshAsync(_stopping.Token).ConfigureAwait(false);
            refreshed();
        }
        catch (OperationCanceledException)
        {
            // The owner is closing.
        }
    }
}
