using System.CommandLine;
using RaftLog.Cli.Topics;
using RaftLog.Client;

namespace RaftLog.Cli.Consume;

/// <summary>The options of <c>raftlog consume</c>.</summary>
internal static class ConsumeOptions
{
    public static readonly Argument<string> Topic = TopicArgument.Create();

    public static readonly Option<bool> FromBeginning = new("--from-beginning") { Description = "Begin at the first record (as --offset earliest)." };

    public static readonly Option<string?> Offset = new("--offset", "-o")
    {
        Description = "Where to begin: a number, earliest, latest, or a time as @2026-01-31T12:00:00Z.",
    };

    public static readonly Option<int?> Partition = new("--partition", "-p") { Description = "Only this partition." };

    public static readonly Option<string?> Group = new("--group", "-g")
    {
        Description = "Share the partitions with the members of this group, begin at its committed offsets and commit.",
    };

    public static readonly Option<IsolationLevel> Isolation = new("--isolation")
    {
        Description = "read-committed leaves out what is of open and of aborted transactions; read-uncommitted, the default, shows all.",
        DefaultValueFactory = _ => IsolationLevel.ReadUncommitted,
        CustomParser = result => IsolationLevelName.Parse(result),
    };

    public static readonly Option<bool> Follow = new("--follow", "-f") { Description = "Wait for new records instead of ending after the last." };

    public static readonly Option<long> Max = new("--max", "-n")
    {
        Description = "End after this many records.",
        DefaultValueFactory = _ => long.MaxValue,
    };

    public static readonly Option<string> Format = new("--format")
    {
        Description = "How a record is written: {topic} {partition} {offset} {timestamp} {key} {value} {headers}, \\n and \\t.",
        DefaultValueFactory = _ => "{value}\\n",
    };
}
