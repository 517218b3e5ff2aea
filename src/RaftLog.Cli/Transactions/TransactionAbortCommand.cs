using System.CommandLine;
using RaftLog.Client;

namespace RaftLog.Cli.Transactions;

/// <summary><c>raftlog txn abort</c>: the transaction of a transactional id, or those that hang in a topic.</summary>
internal static class TransactionAbortCommand
{
    private static readonly Argument<string?> Id = new("transactional-id")
    {
        Description = "The transactional id, whose producer is shut out; leave it out for a transaction that hangs.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Topic = new("--topic") { Description = "A topic in which a transaction hangs." };

    private static readonly Option<int?> Partition = new("--partition") { Description = "The partition in which it hangs." };

    private static readonly Option<long?> StartOffset = new("--start-offset") { Description = "The offset at which it begins, as find-hanging shows it." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "abort",
        "Aborts a transaction.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Id,
        Topic,
        Partition,
        StartOffset);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string? id = parsed.GetValue(Id);
        string? topic = parsed.GetValue(Topic);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        if (id is not null && topic is null)
        {
            // Asked first, so that a mistyped id is not made.
            await admin.DescribeTransactionAsync(id, cancellation);
            await admin.AbortTransactionAsync(id, cancellation);
            await context.Text.WriteLineAsync($"aborted what was open of {id}; its producer is shut out");
        }
        else if (id is null && topic is not null && parsed.GetValue(Partition) is { } partition && parsed.GetValue(StartOffset) is { } offset)
        {
            await AbortHangingAsync(context, admin, topic, partition, offset, cancellation);
        }
        else
        {
            throw new CliException("Give a transactional id, or --topic, --partition and --start-offset of a transaction that hangs.", CliExitCode.Usage);
        }
    }

    private static async Task AbortHangingAsync(
        CliContext context, AdminClient admin, string topic, int partition, long offset, CancellationToken cancellation)
    {
        var hanging = (await HangingTransactions.FindAsync(admin, topic, cancellation))
            .FirstOrDefault(one => one.TopicPartition.Partition == partition && one.TransactionStartOffset == offset)
            ?? throw new CliException($"No transaction hangs in {topic}-{partition} at offset {offset}.", CliExitCode.NotFound);
        await admin.AbortHangingTransactionAsync(hanging, cancellation);
        await context.Text.WriteLineAsync($"aborted the transaction of producer {hanging.ProducerId} in {topic}-{partition}");
    }
}
