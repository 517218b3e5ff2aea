namespace RaftLog.Interop.Tests;

/// <summary>
/// kcat (librdkafka). It cannot create topics by itself, so the topic is made by <paramref name="creator"/>; its headers are those of the
/// command line, the same for all records of a call.
/// </summary>
internal sealed class KcatClient(ForeignClient creator) : ForeignClient
{
    public override string Name => "kcat";

    public override string ExpectedHeaders(ForeignRecord record) => "trace=kcat,empty=";

    public override Task CreateTopicAsync(string bootstrap, string topic, int partitions, int replicas, CancellationToken cancellation) =>
        creator.CreateTopicAsync(bootstrap, topic, partitions, replicas, cancellation);

    public override Task ProduceAsync(string bootstrap, string topic, IEnumerable<ForeignRecord> records, CancellationToken cancellation) =>
        ForeignProcess.RunAsync(
            "kcat",
            ["-P", "-b", bootstrap, "-t", topic, "-K", "\t", "-H", "trace=kcat", "-H", "empty=", "-z", "snappy", "-X", "enable.idempotence=true"],
            records.Select(r => $"{r.Key}\t{r.Value}"),
            cancellation);

    public override ForeignConsumer StartConsumer(string bootstrap, string topic, string group) =>
        new(
            ForeignProcess.Start(
                "kcat",
                ["-b", bootstrap, "-u", "-f", @"R\t%p\t%o\t%k\t%s\t%h\n", "-X", "auto.offset.reset=earliest", "-G", group, topic]),
            ParseAssignment,
            (process, cancellation) => process.TerminateAsync(cancellation));

    // "% Group g rebalanced (memberid m): assigned: topic [0], topic [1]" on standard error.
    private static string? ParseAssignment(string line)
    {
        const string Marker = "assigned: ";
        int at = line.IndexOf(Marker, StringComparison.Ordinal);
        return line.StartsWith("E\t% Group", StringComparison.Ordinal) && at >= 0 && !line.Contains("revoked", StringComparison.Ordinal)
            ? line[(at + Marker.Length)..].Trim()
            : null;
    }
}
