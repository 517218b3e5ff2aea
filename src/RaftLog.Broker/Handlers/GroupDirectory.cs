using RaftLog.Broker.Groups;
using RaftLog.Metadata;

namespace RaftLog.Broker.Handlers;

/// <summary>All groups that exist: those with members, which the coordinator holds, and those of which the image holds offsets.</summary>
internal sealed class GroupDirectory(ClusterView cluster, GroupCoordinator coordinator)
{
    /// <summary>The groups coordinated here, by name; none when this broker is not the coordinator.</summary>
    public IReadOnlyList<GroupDescription> List()
    {
        if (!coordinator.IsActive)
        {
            return [];
        }

        var groups = coordinator.List().ToDictionary(group => group.GroupId, StringComparer.Ordinal);
        foreach (var stored in cluster.Image.ConsumerGroups.ById.Values)
        {
            groups.TryAdd(stored.Id, Empty(stored));
        }

        return [.. groups.Values.OrderBy(group => group.GroupId, StringComparer.Ordinal)];
    }

    /// <summary>One group, null when it does not exist; or why this broker cannot say.</summary>
    public ErrorCode Find(string groupId, out GroupDescription? group)
    {
        group = null;
        var error = coordinator.Check(groupId);
        if (error == ErrorCode.None)
        {
            group = coordinator.Describe(groupId)
                ?? (cluster.Image.ConsumerGroups.TryGet(groupId, out var stored) ? Empty(stored) : null);
        }

        return error;
    }

    private static GroupDescription Empty(ConsumerGroupImage stored) => new(
        stored.Id,
        KeptGroupState.Read(stored.State.Span)?.Type ?? GroupType.Classic,
        GroupDescription.Empty,
        stored.ProtocolType,
        ProtocolName: "",
        Members: []);
}
