using System.CommandLine;

namespace RaftLog.Cli.Topics;

/// <summary>The topic that most commands name.</summary>
internal static class TopicArgument
{
    public static Argument<string> Create() => new("topic") { Description = "The name of the topic." };
}
