namespace RaftLog.Broker.Handlers;

/// <summary>The end of a client's patience with one request, shared by everything that the request waits for.</summary>
internal sealed class RequestDeadline : IDisposable
{
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;

    public RequestDeadline(TimeProvider time, TimeSpan patience) =>
        _timer = time.CreateTimer(
            static passed => ((TaskCompletionSource)passed!).TrySetResult(),
            _passed,
            patience > TimeSpan.Zero ? patience : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);

    /// <summary>What a client asks for in milliseconds, kept between nothing and <paramref name="most"/>.</summary>
    public static TimeSpan Clamp(int milliseconds, TimeSpan most)
    {
        var asked = TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
        return asked < most ? asked : most;
    }

    /// <summary>Waits for <paramref name="work"/>, which is left to itself if the time runs out. Returns whether it completed.</summary>
    public async ValueTask<bool> WaitAsync(Task work) =>
        work.IsCompleted || await Task.WhenAny(work, _passed.Task) == work;

    public void Dispose() => _timer.Dispose();
}
