using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;

namespace RaftLog.Cli.Topics;

/// <summary><c>raftlog topic create</c>.</summary>
internal static class TopicCreateCommand
{
    private static readonly Argument<string> Topic = TopicArgument.Create();

    private static readonly Option<int> Partitions = new("--partitions", "-p")
    {
        Description = "How many partitions; the cluster's default if left out.",
        DefaultValueFactory = _ => -1,
    };

    private static readonly Option<short> Replicas = new("--replication-factor", "-r")
    {
        Description = "How many replicas of each partition; the cluster's default if left out.",
        DefaultValueFactory = _ => -1,
    };

    private static readonly Option<string[]> Configs = new("--set")
    {
        Description = "A setting of the topic, name=value; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> IfNotExists = new("--if-not-exists") { Description = "Succeed when the topic is there already." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "create", "Creates a topic.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Topic, Partitions, Replicas, Configs, IfNotExists);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(Topic);
        var configs = parsed.GetRequiredValue(Configs).Select(NameAndValue.Parse).ToDictionary(pair => pair.Name, pair => (string?)pair.Value);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        bool created = true;
        try
        {
            await admin.CreateTopicAsync(new NewTopic(name, parsed.GetValue(Partitions), parsed.GetValue(Replicas)) { Configs = configs }, cancellation);
        }
        catch (RaftLogException exists) when (exists.ErrorCode == Model.ErrorCode.TopicAlreadyExists && parsed.GetValue(IfNotExists))
        {
            created = false;
        }

        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { topic = name, created });
        }
        else
        {
            await context.Text.WriteLineAsync(created ? $"created {name}" : $"{name} exists already");
        }
    }
}
