namespace RaftLog.Interop.Tests;

/// <summary>A client whose script under <c>Clients/</c> understands create, produce and consume.</summary>
internal sealed class ScriptedClient(string name, string interpreter, string script) : ForeignClient
{
    private readonly string _script = Path.Combine(AppContext.BaseDirectory, "Clients", script);

    public override string Name => name;

    public override string ExpectedHeaders(ForeignRecord record) => $"trace={record.Header}";

    public override Task CreateTopicAsync(string bootstrap, string topic, int partitions, int replicas, CancellationToken cancellation) =>
        ForeignProcess.RunAsync(interpreter, [_script, "create", bootstrap, topic, $"{partitions}", $"{replicas}"], [], cancellation);

    public override Task ProduceAsync(string bootstrap, string topic, IEnumerable<ForeignRecord> records, CancellationToken cancellation) =>
        ForeignProcess.RunAsync(interpreter, [_script, "produce", bootstrap, topic], records.Select(r => r.ToLine()), cancellation);

    public override ForeignConsumer StartConsumer(string bootstrap, string topic, string group) =>
        new(
            ForeignProcess.Start(interpreter, [_script, "consume", bootstrap, topic, group]),
            line => line.StartsWith("A\t", StringComparison.Ordinal) ? line[2..] : null,
            (process, cancellation) => process.StopAsync(cancellation));
}
