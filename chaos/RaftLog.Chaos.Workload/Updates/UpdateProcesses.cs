using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// The workers that update keys, each a process with keys of its own: one of the real client, and one of librdkafka for each codec; of the real client too,
/// where librdkafka is not installed.
/// </summary>
public sealed class UpdateProcesses : IAsyncDisposable
{
    private static readonly CompressionCodec[] ForeignCodecs = [CompressionCodec.Gzip, CompressionCodec.Snappy, CompressionCodec.Lz4, CompressionCodec.Zstd];

    private readonly List<WorkerProcess> _workers = [];

    private UpdateProcesses()
    {
    }

    /// <summary>The number of workers that a run has.</summary>
    public static int Count => 1 + ForeignCodecs.Length;

    /// <summary>What could not be done as planned, with the reason; empty when all could.</summary>
    public IReadOnlyList<string> Skipped { get; private set; } = [];

    /// <summary>Their process ids, for whoever has to see to it that none outlives the run.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _workers.Select(worker => worker.ProcessId)];

    /// <summary>Starts them.</summary>
    public static UpdateProcesses Start(UpdateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var processes = new UpdateProcesses();
        string? obstacle = ForeignClient.FindObstacle();
        processes.Skipped = obstacle is null ? [] : [$"foreign producers (librdkafka): {obstacle}"];
        WorkerArguments own = Arguments(options, "own", CompressionCodec.None);
        processes._workers.Add(WorkerProcess.Start(own.Name, WorkloadProcesses.OwnProgram, own.ToArguments()));
        foreach (CompressionCodec codec in ForeignCodecs)
        {
            string name = codec.ToString().ToLowerInvariant();
            WorkerArguments arguments = Arguments(options, name, codec);
            processes._workers.Add(obstacle is null
                ? WorkerProcess.Start(name, ForeignClient.Program, ForeignClient.Arguments(arguments))
                : WorkerProcess.Start(name, WorkloadProcesses.OwnProgram, arguments.ToArguments()));
        }

        return processes;
    }

    /// <summary>Waits until all updates are acknowledged.</summary>
    /// <returns>Workers that failed or took too long; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        string?[] problems = await Task.WhenAll(_workers.Select(worker => worker.WaitAsync(patience, cancellation)));
        return [.. problems.OfType<string>()];
    }

    /// <summary>Kills what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (WorkerProcess worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private static WorkerArguments Arguments(UpdateOptions options, string name, CompressionCodec codec) =>
        new(WorkerKind.Updater, name, options.BootstrapServers, options.Topic, options.RunFolder)
        {
            Count = options.Updates / Count,
            Keys = Math.Max(options.Keys / Count, 1),
            ValueBytes = options.ValueBytes,
            Rate = (int)Math.Ceiling(options.Updates / Count / options.AtLeast.TotalSeconds),
            Codec = codec.ToString().ToLowerInvariant(),
            DeliveryTimeout = options.DeliveryTimeout,
        };
}
