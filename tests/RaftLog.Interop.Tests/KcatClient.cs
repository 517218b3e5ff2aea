using System.Globalization;

namespace RaftLog.Interop.Tests;

/// <summary>kcat (librdkafka), which has options where the others have commands. Its headers are those of the command line, the same for all records.</summary>
internal sealed class KcatClient : ForeignClient
{
    public override string ExpectedHeaders(ForeignRecord record) => "trace=kcat,empty=";

    public override string Line(ForeignRecord record) => $"{record.Key}\t{record.Value}";

    public override ForeignProcess StartProducer(string topic, string codec, bool idempotent) =>
        Kcat(
            "-P", "-t", topic, "-K", "\t", "-H", "trace=kcat", "-H", "empty=", "-z", codec, "-X", $"enable.idempotence={(idempotent ? "true" : "false")}");

    public override ForeignConsumer StartConsumer(
        string topic, string group, string isolation = "read_uncommitted", GroupProtocol protocol = GroupProtocol.Classic) =>
        protocol == GroupProtocol.Classic ? StartClassicConsumer(topic, group, isolation) : throw NotOne($"{protocol}");

    public override ForeignProcess Start(string command, params string[] arguments) => throw NotOne(command);

    public override async Task<IReadOnlyList<string[]>> AskAsync(string command, CancellationToken cancellation, params string[] arguments)
    {
        if (command != "times")
        {
            throw NotOne(command);
        }

        string offset = await OffsetAsync(arguments[0], arguments[1], arguments[2], cancellation);
        return [["T", offset.StartsWith('-') ? await OffsetAsync(arguments[0], arguments[1], "-1", cancellation) : offset]];
    }

    private static ForeignConsumer StartClassicConsumer(string topic, string group, string isolation) =>
        new(
            Kcat(
                "-u",
                "-f",
                @"R\t%p\t%o\t%k\t%s\t%h\n",
                "-X",
                "auto.offset.reset=earliest",
                "-X",
                "topic.metadata.refresh.interval.ms=1000",
                "-X",
                $"isolation.level={isolation}",
                "-G",
                group,
                topic),
            ParseAssignment,
            (process, cancellation) => process.TerminateAsync(cancellation));

    // "topic [0] offset 5"
    private static async Task<string> OffsetAsync(string topic, string partition, string timestamp, CancellationToken cancellation)
    {
        await using ForeignProcess query = Kcat("-Q", "-t", string.Create(CultureInfo.InvariantCulture, $"{topic}:{partition}:{timestamp}"));
        await query.EndAsync(cancellation);
        return (await query.RestAsync(cancellation))[0].Split(' ')[^1];
    }

    private static ForeignProcess Kcat(params string[] arguments) => ForeignProcess.Start("kcat", ["-b", InteropCluster.BootstrapServers, .. arguments]);

    // "% Group g rebalanced (memberid m): assigned: topic [0], topic [1]" on standard error.
    private static string? ParseAssignment(string line)
    {
        const string Marker = "assigned: ";
        int at = line.IndexOf(Marker, StringComparison.Ordinal);
        return line.StartsWith("E\t% Group", StringComparison.Ordinal) && at >= 0 && !line.Contains("revoked", StringComparison.Ordinal)
            ? line[(at + Marker.Length)..].Trim()
            : null;
    }

    private static InvalidOperationException NotOne(string command) => new($"kcat has nothing like '{command}'; it is to be listed as lacking.");
}
