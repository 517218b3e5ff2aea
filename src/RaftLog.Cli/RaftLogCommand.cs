using System.CommandLine;
using RaftLog.Cli.Bench;
using RaftLog.Cli.Cluster;
using RaftLog.Cli.Configs;
using RaftLog.Cli.Consume;
using RaftLog.Cli.Groups;
using RaftLog.Cli.Logs;
using RaftLog.Cli.Produce;
using RaftLog.Cli.Topics;
using RaftLog.Cli.Transactions;

namespace RaftLog.Cli;

/// <summary>The whole command line: the tree of commands and how it is run.</summary>
internal static class RaftLogCommand
{
    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code, one of <see cref="CliExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellation = default)
    {
        var parsed = Build(context).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await context.Error.WriteLineAsync($"raftlog: {error.Message}");
            }

            await context.Error.WriteLineAsync($"raftlog: see '{CommandPath(parsed)} --help'.");
            return CliExitCode.Usage;
        }

        var invocation = new InvocationConfiguration { Output = context.Text, Error = context.Error };
        return await parsed.InvokeAsync(invocation, cancellation);
    }

    private static RootCommand Build(CliContext context) => new("Talks to a RaftLog cluster, or any other that speaks the Kafka protocol.")
    {
        ConnectionOptions.Bootstrap,
        ConnectionOptions.Timeout,
        ConnectionOptions.Json,
        CliCommand.Group(
            "cluster",
            "The cluster as a whole.",
            ClusterStatusCommand.Create(context),
            ClusterQuorumCommand.Create(context),
            ClusterUnregisterCommand.Create(context)),
        CliCommand.Group("config", "Settings of brokers.", ConfigDescribeCommand.Create(context), ConfigAlterCommand.Create(context)),
        CliCommand.Group(
            "topic",
            "Topics.",
            TopicCreateCommand.Create(context),
            TopicListCommand.Create(context),
            TopicDescribeCommand.Create(context),
            TopicConfigsCommand.Create(context),
            TopicAlterCommand.Create(context),
            TopicAddPartitionsCommand.Create(context),
            TopicReassignCommand.Create(context),
            TopicDeleteRecordsCommand.Create(context),
            TopicDeleteCommand.Create(context)),
        ProduceCommand.Create(context),
        ConsumeCommand.Create(context),
        CliCommand.Group(
            "group",
            "Consumer groups.",
            GroupListCommand.Create(context),
            GroupDescribeCommand.Create(context),
            GroupResetOffsetsCommand.Create(context),
            GroupDeleteOffsetsCommand.Create(context),
            GroupDeleteCommand.Create(context)),
        CliCommand.Group(
            "txn",
            "Transactions.",
            TransactionListCommand.Create(context),
            TransactionDescribeCommand.Create(context),
            TransactionFindHangingCommand.Create(context),
            TransactionAbortCommand.Create(context)),
        CliCommand.Group(
            "log",
            "Files of a broker.",
            LogDumpCommand.Create(context),
            LogVerifyCommand.Create(context),
            LogRecoverCommand.Create(context)),
        CliCommand.Group("bench", "Measures a cluster.", BenchProduceCommand.Create(context), BenchConsumeCommand.Create(context)),
    };

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(result.Command is RootCommand ? "raftlog" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
