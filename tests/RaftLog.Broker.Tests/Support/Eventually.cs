namespace RaftLog.Broker.Tests.Support;

/// <summary>Waits for what other threads bring about. Only for conditions that stay true once they are.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, string? what = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.That(patience.IsCancellationRequested, Is.False, what ?? "The condition did not come true.");
            await Task.Yield();
        }
    }
}
