using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Cli.Topics;
using RaftLog.Client;

namespace RaftLog.Cli.Transactions;

/// <summary><c>raftlog txn find-hanging</c>: what keeps readers of committed records from getting on, and will not end by itself.</summary>
internal static class TransactionFindHangingCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    public static Command Create(CliContext context) => CliCommand.Create(
        "find-hanging",
        "Lists the transactions that are open in a topic although no coordinator knows of them.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Topic);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var hanging = await HangingTransactions.FindAsync(admin, parsed.GetRequiredValue(Topic), cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, hanging);
            return;
        }

        var table = TableOutput.Create("topic", "#partition", "#producer id", "#epoch", "#start offset", "last batch");
        foreach (var producer in hanging)
        {
            var (topic, partition) = producer.TopicPartition;
            table.Row(topic, partition, producer.ProducerId, producer.ProducerEpoch, producer.TransactionStartOffset, $"{producer.LastTimestamp:yyyy-MM-dd HH:mm:ss}Z");
        }

        table.Print(context);
    }
}
