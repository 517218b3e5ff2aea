using RaftLog.Metadata;

namespace RaftLog.Broker.Groups.Assignors;

/// <summary>Which partitions each member shall have, by member id. No partition is anybody's twice.</summary>
internal sealed class Assignment
{
    /// <summary>No partition of no member.</summary>
    public static readonly Assignment None = new([]);

    private static readonly HashSet<TopicIdPartition> Nothing = [];

    private readonly Dictionary<string, HashSet<TopicIdPartition>> _byMember;

    public Assignment(Dictionary<string, HashSet<TopicIdPartition>> byMember) => _byMember = byMember;

    public IReadOnlySet<TopicIdPartition> Of(string memberId) => _byMember.GetValueOrDefault(memberId, Nothing);

    /// <summary>The same, with one member's partitions given to its successor.</summary>
    public Assignment Rename(string memberId, string successor) => new(_byMember.ToDictionary(
        pair => pair.Key == memberId ? successor : pair.Key, pair => pair.Value, StringComparer.Ordinal));
}
