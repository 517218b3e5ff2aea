using System.Globalization;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// The workers of a chain, each a process: the source, a transformer by the real client, and one by librdkafka; by the real client too, where librdkafka is
/// not installed.
/// </summary>
public sealed class ChainProcesses : IAsyncDisposable
{
    private readonly WorkerArguments _source;
    private readonly WorkerArguments[] _transformers;
    private readonly WorkerProcess[] _transforming;
    private readonly string? _obstacle = ForeignClient.FindObstacle();
    private readonly WorkerProcess _producing;

    private ChainProcesses(ChainOptions options)
    {
        _source = Arguments(options, WorkerKind.Source, "source", options.Topics[0]) with
        {
            Count = options.Count,
            ValueBytes = options.ValueBytes,
            Rate = (int)Math.Ceiling(options.Count / options.AtLeast.TotalSeconds),
        };
        _transformers =
        [
            .. options.Topics.Zip(options.Topics.Skip(1), (from, to) => (From: from, To: to)).Select((step, i) =>
                Arguments(options, WorkerKind.Transformer, string.Create(CultureInfo.InvariantCulture, $"transformer{i + 1}"), step.From) with
                {
                    Target = step.To,
                    Group = $"{step.From}-group",
                }),
        ];
        _transforming = [.. _transformers.Select(StartTransformer)];
        _producing = WorkerProcess.Start(_source.Name, WorkloadProcesses.OwnProgram, _source.ToArguments());
    }

    /// <summary>How many transformers there are.</summary>
    public int Transformers => _transformers.Length;

    /// <summary>By which clients the transformers work.</summary>
    public string Clients => _obstacle is null ? "RaftLog.Client, then librdkafka" : $"RaftLog.Client, twice ({_obstacle})";

    /// <summary>Starts them.</summary>
    public static ChainProcesses Start(ChainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ChainProcesses(options);
    }

    /// <summary>The process ids, for whoever has to see to it that none outlives the run.</summary>
    public IEnumerable<int> ProcessIds() => _transforming.Append(_producing).Select(worker => worker.ProcessId);

    /// <summary>Waits until everything that goes in is acknowledged.</summary>
    /// <returns>What was wrong; null when nothing was.</returns>
    public Task<string?> WaitForSourceAsync(TimeSpan patience, CancellationToken cancellation) => _producing.WaitAsync(patience, cancellation);

    /// <summary>Kills a transformer (SIGKILL), wherever it is in its transaction, and starts it again.</summary>
    public async Task RestartAsync(int transformer)
    {
        await _transforming[transformer].DisposeAsync();
        _transforming[transformer] = StartTransformer(_transformers[transformer]);
    }

    /// <summary>Has the transformers end between two transactions.</summary>
    /// <returns>Workers that failed or took too long; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> StopAsync(TimeSpan patience, CancellationToken cancellation)
    {
        foreach (WorkerProcess worker in _transforming)
        {
            worker.Stop();
        }

        string?[] problems = await Task.WhenAll(_transforming.Select(worker => worker.WaitAsync(patience, cancellation)));
        return [.. problems.OfType<string>()];
    }

    /// <summary>Kills what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (WorkerProcess worker in _transforming.Append(_producing))
        {
            await worker.DisposeAsync();
        }
    }

    private static WorkerArguments Arguments(ChainOptions options, WorkerKind kind, string name, string topic) =>
        new(kind, name, options.BootstrapServers, topic, options.RunFolder) { DeliveryTimeout = TimeSpan.FromMinutes(5) };

    // By the real client and by librdkafka in turn.
    private WorkerProcess StartTransformer(WorkerArguments arguments)
    {
        bool isForeign = Array.IndexOf(_transformers, arguments) % 2 == 1 && _obstacle is null;
        return isForeign
            ? WorkerProcess.Start(arguments.Name, ForeignClient.Program, ForeignClient.Arguments(arguments))
            : WorkerProcess.Start(arguments.Name, WorkloadProcesses.OwnProgram, arguments.ToArguments());
    }
}
