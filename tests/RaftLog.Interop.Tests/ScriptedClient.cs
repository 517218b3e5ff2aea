namespace RaftLog.Interop.Tests;

/// <summary>A client whose program speaks the line protocol.</summary>
/// <param name="program">What to run.</param>
/// <param name="arguments">What comes before the command.</param>
internal sealed class ScriptedClient(string program, params string[] arguments) : ForeignClient
{
    public override ForeignProcess StartProducer(string topic, string codec, bool idempotent) =>
        Start("produce", topic, codec, idempotent ? "idempotent" : "plain");

    public override ForeignConsumer StartConsumer(
        string topic, string group, string isolation = "read_uncommitted", GroupProtocol protocol = GroupProtocol.Classic) =>
        new(
            Start(protocol == GroupProtocol.Classic ? "consume" : "consume-assigned", topic, group, isolation),
            line => line.StartsWith("A\t", StringComparison.Ordinal) ? line[2..] : null,
            (process, cancellation) => process.EndAsync(cancellation));

    public override ForeignProcess Start(string command, params string[] rest) =>
        ForeignProcess.Start(program, [.. arguments, command, InteropCluster.BootstrapServers, .. rest]);

    public override async Task<IReadOnlyList<string[]>> AskAsync(string command, CancellationToken cancellation, params string[] rest)
    {
        await using ForeignProcess process = Start(command, rest);
        await process.EndAsync(cancellation);
        return [.. (await process.RestAsync(cancellation)).Select(line => line.Split('\t'))];
    }
}
