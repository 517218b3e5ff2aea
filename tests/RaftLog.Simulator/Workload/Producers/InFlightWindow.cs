namespace RaftLog.Simulator.Workload.Producers;

/// <summary>Counts what is under way and lets its owner wait for news of it.</summary>
internal sealed class InFlightWindow
{
    private TaskCompletionSource? _news;

    public int Count { get; private set; }

    public void Enter() => Count++;

    public void Leave()
    {
        Count--;
        var news = _news;
        _news = null;
        news?.SetResult();
    }

    /// <summary>Completes when something ends.</summary>
    public Task WaitAsync() => (_news ??= new TaskCompletionSource()).Task;
}
