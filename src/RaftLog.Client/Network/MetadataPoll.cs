namespace RaftLog.Client.Network;

/// <summary>
/// Asks for metadata while a loop needs news of it, in intervals that begin short, since an election is soon over, and end at a tenth
/// of a second. The loop repeats its <see cref="Request"/> in each turn for as long as it waits.
/// </summary>
internal sealed class MetadataPoll(ClusterClient cluster, Action refreshed) : IAsyncDisposable
{
    public const long MaxIntervalMs = 100;

    private const long FirstIntervalMs = 5;
    private const long QuietMs = 1_000;

    private readonly CancellationTokenSource _stopping = new();
    private Task _poll = Task.CompletedTask;
    private long _intervalMs = FirstIntervalMs;
    private long _lastMs = -QuietMs;

    /// <summary>Refreshes soon, unless a refresh is on its way. Called by one loop only.</summary>
    public void Request()
    {
        if (!_poll.IsCompleted || _stopping.IsCancellationRequested)
        {
            return;
        }

        long nowMs = cluster.Clock.NowMs;
        bool isNewTrouble = nowMs - _lastMs >= QuietMs;
        _intervalMs = isNewTrouble ? FirstIntervalMs : Math.Min(2 * _intervalMs, MaxIntervalMs);
        _lastMs = nowMs;
        _poll = PollAsync(isNewTrouble ? 0 : _intervalMs);
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
