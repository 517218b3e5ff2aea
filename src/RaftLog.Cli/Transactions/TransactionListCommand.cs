using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Transactions;

/// <summary><c>raftlog txn list</c>.</summary>
internal static class TransactionListCommand
{
    public static Command Create(CliContext context) =>
        CliCommand.Create("list", "Lists the transactional ids.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation));

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var transactions = await admin.ListTransactionsAsync(cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, transactions);
            return;
        }

        var table = TableOutput.Create("transactional id", "#producer id", "state", "#coordinator");
        foreach (var transaction in transactions)
        {
            table.Row(transaction.TransactionalId, transaction.ProducerId, transaction.State, transaction.CoordinatorId);
        }

        table.Print(context);
    }
}
