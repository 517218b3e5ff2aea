using System.CommandLine;
using System.Globalization;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Groups;

/// <summary>The partitions that a command is about: <c>--topic orders</c> for all of a topic's, <c>--topic orders:0,3</c> for some.</summary>
internal static class TopicSelection
{
    public static Option<string[]> Create(bool isRequired) => new("--topic")
    {
        Description = isRequired
            ? "A topic, or some of its partitions as topic:0,1; may be repeated."
            : "A topic, or some of its partitions as topic:0,1; may be repeated. Without it: all partitions of which the group has offsets.",
        Required = isRequired,
    };

    /// <summary>Finds the partitions that are meant.</summary>
    /// <exception cref="CliException">A selection is malformed.</exception>
    public static async Task<IReadOnlyList<TopicPartition>> ResolveAsync(
        AdminClient admin, IEnumerable<string> selections, CancellationToken cancellation)
    {
        var partitions = new List<TopicPartition>();
        foreach (var selection in selections)
        {
            var (topic, numbers) = Parse(selection);
            partitions.AddRange(numbers is null
                ? (await admin.DescribeTopicsAsync([topic], cancellation))[0].Partitions.Select(partition => new TopicPartition(topic, partition.Partition))
                : numbers.Select(number => new TopicPartition(topic, number)));
        }

        return [.. partitions.Distinct()];
    }

    /// <summary>Reads one selection; no numbers stand for all.</summary>
    /// <exception cref="CliException">It is malformed.</exception>
    public static (string Topic, IReadOnlyList<int>? Partitions) Parse(string text)
    {
        // No topic name holds a colon.
        var parts = text.Split(':');
        var numbers = new List<int>();
        bool isWell = parts[0].Length > 0 && parts.Length <= 2;
        foreach (var number in isWell && parts.Length == 2 ? parts[1].Split(',') : [])
        {
            isWell &= int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int partition);
            numbers.Add(partition);
        }

        return isWell
            ? (parts[0], parts.Length == 2 ? numbers : null)
            : throw new CliException($"'{text}' is neither a topic nor of the form topic:0,1.", CliExitCode.Usage);
    }
}
