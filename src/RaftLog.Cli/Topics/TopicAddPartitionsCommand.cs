using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic add-partitions</c>: gives a topic more partitions.</summary>
internal static class TopicAddPartitionsCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<int> Partitions = new("--partitions", "-p") { Description = "How many there are to be in all.", Required = true };

    private static readonly Option<string[]> Brokers = new("--brokers")
    {
        Description = "The brokers of one new partition, 1,2,3, the preferred leader first; once for each. The cluster chooses if left out.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only find out whether it could be done." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "add-partitions",
        "Gives a topic more partitions. Keys may go to other partitions from then on.",
        context,
        (parsed, cancellation) => RunAsync(context, parsed, cancellation),
        Topic,
        Partitions,
        Brokers,
        DryRun);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        int partitions = parsed.GetRequiredValue(Partitions);
        bool dryRun = parsed.GetValue(DryRun);
        var brokers = parsed.GetRequiredValue(Brokers).Select(BrokerList.Parse).ToArray();
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        await admin.AddPartitionsAsync(name, partitions, brokers.Length == 0 ? null : brokers, dryRun, cancellation);
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic = name, partitions, dryRun });
        }
        else
        {
            await context.Text.WriteLineAsync(dryRun ? $"{name} can have {partitions} partitions" : $"{name} has {partitions} partitions");
        }
    }
}
