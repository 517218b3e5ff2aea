namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Runs a load program as a process of its own, so that the load and the brokers share nothing but the machine.</summary>
internal sealed class LoadClient(LoadProgram program, string bootstrapServers)
{
    public Task<Measurement> ProduceAsync(string topic, IEnumerable<string> options, CancellationToken cancellation) =>
        LoadProcess.RunAsync(program.Path(), Arguments("produce", topic, options), cancellation);

    /// <summary>The same, with calls at the moments between which the client measures.</summary>
    public Task<Measurement> ProduceAsync(string topic, IEnumerable<string> options, Func<Task> begins, Func<Task> ended, CancellationToken cancellation) =>
        LoadProcess.RunAsync(program.Path(), Arguments("produce", topic, options), begins, ended, cancellation);

    /// <summary>Reads a topic from its beginning.</summary>
    public Task<Measurement> ConsumeAsync(string topic, IEnumerable<string> options, CancellationToken cancellation) =>
        LoadProcess.RunAsync(program.Path(), Arguments("consume", topic, options), cancellation);

    /// <summary>The same, with calls at the moments between which the client measures.</summary>
    public Task<Measurement> ConsumeAsync(string topic, IEnumerable<string> options, Func<Task> begins, Func<Task> ended, CancellationToken cancellation) =>
        LoadProcess.RunAsync(program.Path(), Arguments("consume", topic, options), begins, ended, cancellation);

    private string[] Arguments(string what, string topic, IEnumerable<string> options) => [.. program.Arguments(what, topic, bootstrapServers), .. options];
}
