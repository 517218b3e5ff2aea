using System.Globalization;

namespace RaftLog.Benchmarks.Results;

/// <summary>A result as a page of Markdown: the table with peers and targets, what each record costs, the floor, the machine.</summary>
internal sealed class MarkdownReport(SuiteResult result, TextWriter output)
{
    private const string Always = "always";
    private const string Interval = "interval";

    public void Write()
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"`{result.Command}` at commit {result.Commit}{(result.Dirty ? " with changes on top" : "")}, {result.Date:yyyy-MM-dd HH:mm} UTC. {result.Machine.Processor}, "
            + $"{result.Machine.Cores} cores, {result.Machine.MemoryGib} GiB, {result.Machine.Disk}, {result.Machine.Kernel}, {result.Machine.Runtime}."));
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Medians of {result.Repeats}, in brackets lowest and highest. A target that is reached is marked ✓."));
        if (result.Scale < 1)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Measured with {result.Scale:P0} of the usual number of records: a quick look."));
        }

        if (result.Interrupted)
        {
            output.WriteLine("The run was interrupted: some rows, or some repeats of them, are missing.");
        }

        output.WriteLine();
        WriteAgainstPeers();
        WriteCosts();
        WriteFloor();
        WriteForeign();
        output.WriteLine("## The machine in the same run");
        output.WriteLine();
        LimitTable.Write(output, result.Limits);
        WriteSkipped();
    }

    private void WriteAgainstPeers()
    {
        Peers[] measured = [.. Peers.All.Where(peers => result.Rows.Exists(row => row.Row == peers.Row))];
        if (measured.Length == 0)
        {
            return;
        }

        output.WriteLine("## Against peers, targets and the machine");
        output.WriteLine();
        output.WriteLine("| work | | NATS R3, no flush | RabbitMQ streams, no flush | ours, flush=interval | target | ÷ limit | ours, flush=always | target | ÷ limit |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Peers peers in measured)
        {
            string title = result.Rows.Find(row => row.Row == peers.Row)!.Title;
            output.WriteLine($"| {title} | {peers.Metric.Title} | {peers.Nats} | {peers.RabbitMq} | {Ours(peers, Interval)} | {Ours(peers, Always)} |");
        }

        output.WriteLine();
        output.WriteLine(
            "÷ limit: the figure divided by the limit of the machine that binds it at last, measured in the same run: of MB/s the buffered write (flush=interval) or the "
            + "1 MiB append with fdatasync (flush=always), each ÷ 3 because one disk takes three replicas, and for reads loopback TCP; of p50 two round trips, with flush=always and one "
            + "4 KiB append with fdatasync.");
        output.WriteLine();
        output.WriteLine(Peers.Synchronous);
        output.WriteLine();
    }

    private string Ours(Peers peers, string flush)
    {
        RowResult? row = result.Find(peers.Row, flush);
        double? target = peers.Target(flush);
        string targetText = target is { } number ? Number(number, peers.Metric.Format) : "";
        if (row?.Of(peers.Metric.Key) is not { } figure)
        {
            return $" | {targetText} | ";
        }

        Binding? binding = Binding.Of(peers.Row, flush);
        Spread? ratio = binding is null || (peers.Metric.Better == Better.Lower && peers.Metric != binding.Metric) ? null : binding.Ratio(row, result);
        string mark = target is { } wanted && peers.Reaches(figure.Median, wanted) ? " ✓" : "";
        return $"{Range(figure, peers.Metric.Format)}{mark} | {targetText} | {(ratio is { } r ? Number(r.Median, "0.00") : "")}";
    }

    private void WriteCosts()
    {
        RowResult[] rows = [.. result.Rows.Where(row => row.Of(Metric.BrokerSeconds.Key) is not null)];
        if (rows.Length == 0)
        {
            return;
        }

        output.WriteLine("## What a record costs");
        output.WriteLine();
        output.WriteLine("Processor time and memory hardly depend on what the neighbours do, so these are the figures to compare between versions. Brokers: all three together.");
        output.WriteLine();
        MetricTable.Write(
            output,
            rows,
            Metric.RecordsPerSecond,
            Metric.BrokerUserSeconds,
            Metric.BrokerSystemSeconds,
            Metric.BrokerSecondsPerGigabyte,
            Metric.ClientUserSeconds,
            Metric.ClientSystemSeconds,
            Metric.ClientSecondsPerGigabyte,
            Metric.BrokerBytesPerRecord,
            Metric.ClientBytesPerRecord,
            Metric.BrokerCollections,
            Metric.ClientCollections,
            Metric.BrokerSwitches,
            Metric.RecordsPerBatch,
            Metric.BrokerCompiledMethods,
            Metric.ClientCompiledMethods,
            Metric.StolenShare);
    }

    private void WriteFloor()
    {
        RowResult[] rows = [.. result.Rows.Where(row => row.Row.StartsWith("floor-", StringComparison.Ordinal))];
        if (rows.Length == 0)
        {
            return;
        }

        output.WriteLine("## Against the floor under any design");
        output.WriteLine();
        output.WriteLine(
            "The floor: client → leader → two followers as processes with blocking sockets; each checks one CRC, writes one file (with fdatasync in the mode `always`) and "
            + "acknowledges once; no protocol, no consensus. Aimed at: at least half of its MB/s at equal batch sizes, at most twice its p50.");
        output.WriteLine();
        MetricTable.Write(
            output,
            rows,
            Metric.MegabytesPerSecond,
            Metric.FloorMegabytesPerSecond,
            Metric.ShareOfFloor,
            Metric.P50Ms,
            Metric.FloorP50Ms,
            Metric.TimesFloorP50);
    }

    private void WriteForeign()
    {
        RowResult[] rows = [.. result.Rows.Where(row => row.Row.StartsWith("foreign-", StringComparison.Ordinal))];
        if (rows.Length == 0)
        {
            return;
        }

        output.WriteLine("## Foreign load: librdkafka");
        output.WriteLine();
        MetricTable.Write(output, rows, Metric.RecordsPerSecond, Metric.MegabytesPerSecond, Metric.P50Ms, Metric.P99Ms, Metric.BrokerSeconds, Metric.ClientSeconds);
    }

    private void WriteSkipped()
    {
        foreach ((string row, string reason) in result.Skipped)
        {
            output.WriteLine();
            output.WriteLine($"Not measured: {row}. {reason}");
        }
    }

    private static string Range(Spread spread, string format) => MetricTable.Range(spread, format);

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
