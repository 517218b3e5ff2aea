namespace RaftLog.Tests;

/// <summary>Waits for what other threads bring about, as long as the test itself may take (<c>CancelAfter</c>).</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Completes when the condition holds.</summary>
    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => Task.FromResult(condition()));

    /// <summary>Completes when the condition holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(Pause, TestContext.CurrentContext.CancellationToken);
        }
    }
}
