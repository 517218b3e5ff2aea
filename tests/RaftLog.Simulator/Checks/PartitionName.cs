using System.Globalization;

namespace RaftLog.Simulator.Checks;

/// <summary>The two parts of the name of a partition's group, <c>topic-3</c>.</summary>
internal static class PartitionName
{
    public static string TopicOf(string name) => name[..name.LastIndexOf('-')];

    public static int NumberOf(string name) => int.Parse(name[(name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
}
