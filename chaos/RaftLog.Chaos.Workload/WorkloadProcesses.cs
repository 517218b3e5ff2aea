using System.Globalization;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// The workers of a run as processes. They end when told to, or by themselves when the process that started them is gone.
/// </summary>
public sealed class WorkloadProcesses : IAsyncDisposable
{
    private const string Group = "chaos-group";
    private const string ForeignGroup = "chaos-foreign-group";

    // Gives up before most faults heal, so that some outcomes stay unknown.
    private static readonly TimeSpan ImpatientDeliveryTimeout = TimeSpan.FromSeconds(4);

    private readonly WorkloadOptions _options;
    private readonly List<WorkerProcess> _producers = [];
    private readonly List<WorkerProcess> _readers = [];
    private readonly List<string> _skipped = [];

    private WorkloadProcesses(WorkloadOptions options) => _options = options;

    /// <summary>The workers that could not be started for want of their client, each with the reason.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>The workers that run, by name.</summary>
    public IReadOnlyList<string> Workers => [.. _producers.Concat(_readers).Select(worker => worker.Name)];

    /// <summary>Their process ids, for whoever has to see to it that none outlives the run.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _producers.Concat(_readers).Select(worker => worker.ProcessId)];

    internal static string OwnProgram => Path.Combine(AppContext.BaseDirectory, "raftlog-chaos-worker");

    /// <summary>Starts all workers; completes when each producer had a record acknowledged and each reader has read one.</summary>
    /// <exception cref="InvalidOperationException">A worker ended, or not all were at work within <paramref name="patience"/>.</exception>
    public static async Task<WorkloadProcesses> StartAsync(WorkloadOptions options, TimeSpan patience, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var processes = new WorkloadProcesses(options);
        try
        {
            processes.StartAll();
            await processes.WaitUntilReadyAsync(patience, cancellation);
            return processes;
        }
        catch
        {
            await processes.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Ends the workload: producers stop and learn the fate of what is under way, consumers read to the end, and at last everything is read
    /// back. The cluster must be whole.
    /// </summary>
    /// <param name="patience">How long each of the three steps may take.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task<WorkloadEnd> StopAsync(TimeSpan patience, CancellationToken cancellation)
    {
        List<string> problems = [.. _producers.Concat(_readers).Where(worker => worker.HasEnded).Select(worker => $"{worker.Name} ended before it was told to.")];
        problems.AddRange(await StopAsync(_producers, patience, cancellation));
        problems.AddRange(await StopAsync(_readers, patience, cancellation));
        await using WorkerProcess final = StartOwn(Arguments(WorkerKind.Final, "final") with { Group = $"{Group},{ForeignGroup}" });
        string? problem = await final.WaitAsync(patience, cancellation);
        if (problem is not null)
        {
            problems.Add(problem);
        }

        return new WorkloadEnd(problem is null, problems);
    }

    /// <summary>Kills what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (WorkerProcess worker in _producers.Concat(_readers))
        {
            await worker.DisposeAsync();
        }
    }

    private static async Task<IEnumerable<string>> StopAsync(List<WorkerProcess> workers, TimeSpan patience, CancellationToken cancellation)
    {
        foreach (WorkerProcess worker in workers)
        {
            worker.Stop();
        }

        string?[] problems = await Task.WhenAll(workers.Select(worker => worker.WaitAsync(patience, cancellation)));
        return problems.OfType<string>();
    }

    private static WorkerProcess StartOwn(WorkerArguments arguments) => WorkerProcess.Start(arguments.Name, OwnProgram, arguments.ToArguments());

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    private void StartAll()
    {
        if (_options.Tail)
        {
            _readers.Add(StartOwn(Arguments(WorkerKind.Tail, "tail")));
        }

        for (int i = 1; i <= _options.GroupMembers; i++)
        {
            // Apart from each other, so that the group never loses all its members at once.
            TimeSpan restart = _options.MemberRestart * (1 + (0.3 * (i - 1)));
            _readers.Add(StartOwn(Arguments(WorkerKind.Member, Name("member", i)) with { Group = Group, Restart = restart }));
        }

        for (int i = 1; i <= _options.Producers; i++)
        {
            bool isImpatient = i > 1 && i == _options.Producers;
            _producers.Add(StartOwn(Arguments(WorkerKind.Producer, Name("producer", i)) with
            {
                DeliveryTimeout = isImpatient ? ImpatientDeliveryTimeout : _options.DeliveryTimeout,
            }));
        }

        StartForeign();
    }

    private void StartForeign()
    {
        if (!_options.Foreign)
        {
            return;
        }

        if (ForeignClient.FindObstacle() is { } obstacle)
        {
            _skipped.Add($"foreign producer and consumer (librdkafka): {obstacle}");
            return;
        }

        WorkerArguments member = Arguments(WorkerKind.Member, "foreign-member") with { Group = ForeignGroup, Restart = 1.5 * _options.MemberRestart };
        _readers.Add(WorkerProcess.Start(member.Name, ForeignClient.Program, ForeignClient.Arguments(member)));
        WorkerArguments producer = Arguments(WorkerKind.Producer, "foreign-producer");
        _producers.Add(WorkerProcess.Start(producer.Name, ForeignClient.Program, ForeignClient.Arguments(producer)));
    }

    private WorkerArguments Arguments(WorkerKind kind, string name) => new(kind, name, _options.BootstrapServers, _options.Topic, _options.RunFolder)
    {
        Rate = _options.RatePerProducer,
        ValueBytes = _options.ValueBytes,
        Keys = _options.Keys,
        DeliveryTimeout = _options.DeliveryTimeout,
    };

    private async Task WaitUntilReadyAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(patience);
        foreach (WorkerProcess worker in _producers.Concat(_readers))
        {
            try
            {
                await worker.WaitUntilReadyAsync(timeout.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{worker.Name} was not at work after {patience.TotalSeconds:F0} s.");
            }
        }
    }
}
