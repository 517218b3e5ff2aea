using System.CommandLine;
using RaftLog.Cli.Output;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cli.Groups;

/// <summary><c>raftlog group describe</c>: the members of a group, what each reads, and how far behind it is.</summary>
internal static class GroupDescribeCommand
{
    private static readonly Argument<string> Group = new("group") { Description = "The id of the group." };

    public static Command Create(CliContext context) => CliCommand.Create(
        "describe", "Shows a group's members, committed offsets and lag.", context, (parsed, cancellation) => RunAsync(context, parsed, cancellation), Group);

    private static async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellation)
    {
        string id = parsed.GetRequiredValue(Group);
        await using var admin = new AdminClient(ConnectionOptions.Client(parsed));
        var group = await admin.DescribeGroupAsync(id, cancellation);
        var committed = (await admin.FetchCommittedOffsetsAsync(id, cancellationToken: cancellation)).ToDictionary(offset => offset.TopicPartition);
        GroupState.Require(group, hasOffsets: committed.Count > 0, mayHaveMembers: true);
        var readers = group.Members
            .SelectMany(member => member.Assignment.Select(partition => (partition, member)))
            .ToDictionary(pair => pair.partition, pair => pair.member);
        var partitions = committed.Keys.Union(readers.Keys).OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition).ToArray();
        var ends = await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest, cancellation);
        var lags = partitions.Select(partition => Lag(partition, committed, ends, readers)).ToArray();
        if (parsed.GetValue(ConnectionOptions.Json))
        {
            JsonOutput.Write(context, new { group.GroupId, group.State, type = TypeOf(group), group.Epoch, group.Assignor, group.CoordinatorId, group.Members, partitions = lags });
            return;
        }

        await context.Text.WriteLineAsync(
            $"group {id}: {group.State}, {TypeOf(group)}{(group.Assignor.Length == 0 ? "" : $" ({group.Assignor})")}, {group.Members.Count} members, coordinator {group.CoordinatorId}, total lag {lags.Sum(lag => lag.Lag ?? 0)}");
        var table = TableOutput.Create("topic", "#partition", "#committed", "#end offset", "#lag", "member", "host");
        foreach (var lag in lags)
        {
            table.Row(lag.Topic, lag.Partition, lag.Committed, lag.EndOffset, lag.Lag, lag.MemberId, lag.Host);
        }

        table.Print(context);
    }

    private static string TypeOf(GroupDescription group) => group.IsAssignedByCoordinator ? "consumer" : "classic";

    private static PartitionLag Lag(
        TopicPartition partition,
        Dictionary<TopicPartition, TopicPartitionOffset> committed,
        IReadOnlyDictionary<TopicPartition, ListedOffset> ends,
        Dictionary<TopicPartition, GroupMemberDescription> readers)
    {
        long? position = committed.TryGetValue(partition, out var offset) ? offset.Offset : null;
        long? end = ends.TryGetValue(partition, out var listed) ? listed.Offset : null;
        var reader = readers.GetValueOrDefault(partition);
        return new PartitionLag(partition.Topic, partition.Partition, position, end, end - position, reader?.MemberId, reader?.ClientHost);
    }

    private sealed record PartitionLag(string Topic, int Partition, long? Committed, long? EndOffset, long? Lag, string? MemberId, string? Host);
}
