using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Transactions;

/// <summary><c>raftlog txn describe</c>: the transaction of a transactional id, and the partitions in it.</summary>
internal static class TransactionDescribeCommand
{
    private static readonly Argument<string> Id = new("transactional-id") { Description = "The transactional id." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "describe", "Shows the transaction of a transactional id.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Id);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var transaction = await admin.DescribeTransactionAsync(parsed.GetRequiredValue(Id), cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, transaction);
            return;
        }

        string begun = transaction.StartTime is { } time ? $", begun {time:yyyy-MM-dd HH:mm:ss}Z" : "";
        await context.Text.WriteLineAsync(
            $"{transaction.TransactionalId}: {transaction.State}, producer {transaction.ProducerId} epoch {transaction.ProducerEpoch}, timeout {transaction.Timeout.TotalSeconds} s{begun}");
        var table = TableOutput.Create("topic", "#partition");
        foreach (var partition in transaction.Partitions)
        {
            table.Row(partition.Topic, partition.Partition);
        }

        table.Print(context);
    }
}
