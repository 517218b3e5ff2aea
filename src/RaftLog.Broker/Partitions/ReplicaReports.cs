using RaftLog.Metadata;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// Tells the controller how replicas really are, again and again until it has taken it in. One call at a time, with everything that gathered
/// meanwhile; of each partition only the newest report of a kind is kept. Thread-safe.
/// </summary>
internal sealed class ReplicaReports : IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ControllerClient _controller;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();

    // Guarded by _gate. _signal is complete when there is something to tell.
    private readonly Dictionary<(Guid TopicId, int Partition, ReplicaReportKind Kind), ReplicaReport> _waiting = [];
    private TaskCompletionSource _signal = NewSignal();
    private Task _loop = Task.CompletedTask;

    public ReplicaReports(ControllerClient controller, TimeProvider time)
    {
        _controller = controller;
        _time = time;
    }

    public void Start() => _loop = RunAsync();

    /// <summary>Has something told, as soon as a controller can be asked.</summary>
    public void Add(Guid topicId, int partition, ReplicaReportKind kind, IEnumerable<ReplicaId> replicas)
    {
        var report = new ReplicaReport { TopicId = topicId, Partition = partition, Kind = kind, Replicas = [.. replicas] };
        lock (_gate)
        {
            _waiting[KeyOf(report)] = report;
            _signal.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Not CancelAsync: it would call back on the thread pool, whatever the scheduler.
        RequestStop();
        await _loop;
        _stop.Dispose();
    }

    private static (Guid TopicId, int Partition, ReplicaReportKind Kind) KeyOf(ReplicaReport report) => (report.TopicId, report.Partition, report.Kind);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void RequestStop()
    {
        _stop.Cancel();
        lock (_gate)
        {
            _signal.TrySetResult();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await WaitAsync();
                _stop.Token.ThrowIfCancellationRequested();
                await TellAsync(Take());
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The regular end. What was not told shows again after the next start.
        }
    }

    private async Task TellAsync(List<ReplicaReport> reports)
    {
        var result = await _controller.ReportReplicasAsync(new ReportReplicasCommand { Reports = reports }, timeout: null, _stop.Token);
        if (!result.IsSuccess)
        {
            PutBack(reports);
            await Task.Delay(RetryPause, _time, _stop.Token);
        }
    }

    private Task WaitAsync()
    {
        lock (_gate)
        {
            return _signal.Task;
        }
    }

    private List<ReplicaReport> Take()
    {
        lock (_gate)
        {
            List<ReplicaReport> taken = [.. _waiting.Values];
            _waiting.Clear();
            _signal = NewSignal();
            return taken;
        }
    }

    private void PutBack(List<ReplicaReport> reports)
    {
        lock (_gate)
        {
            foreach (var report in reports)
            {
                _waiting.TryAdd(KeyOf(report), report);
            }

            _signal.TrySetResult();
        }
    }
}
