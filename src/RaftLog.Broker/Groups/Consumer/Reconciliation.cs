using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>
/// The step of one member towards its target: give up first, take what is free, wait for the rest. A pure function, so that the promise that no partition
/// is two members' can be tested by itself.
/// </summary>
internal static class Reconciliation
{
    /// <summary>Where the member stands next.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="target">What it shall have.</param>
    /// <param name="targetEpoch">The epoch of that.</param>
    /// <param name="owned">What it says that it has; null when it does not say.</param>
    /// <param name="isHeld">Whether a partition is another member's, or was and is not given up yet.</param>
    public static MemberPlace Next(
        MemberPlace place,
        IReadOnlySet<TopicIdPartition> target,
        int targetEpoch,
        IReadOnlySet<TopicIdPartition>? owned,
        Func<TopicIdPartition, bool> isHeld)
    {
        bool isDone = place.State switch
        {
            ConsumerMemberState.Stable => place.Epoch == targetEpoch,
            ConsumerMemberState.Revoking => StillHas(owned, place.Revoked),
            _ => false,
        };
        if (isDone)
        {
            return place;
        }

        var kept = place.Assigned.Where(target.Contains).ToHashSet();
        var revoked = place.Assigned.Where(partition => !target.Contains(partition)).ToHashSet();
        if (revoked.Count > 0 && StillHas(owned, revoked))
        {
            return place with { State = ConsumerMemberState.Revoking, Assigned = kept, Revoked = revoked };
        }

        kept.UnionWith(target.Where(partition => !isHeld(partition)));
        return new MemberPlace
        {
            State = kept.Count == target.Count ? ConsumerMemberState.Stable : ConsumerMemberState.Waiting,
            Epoch = targetEpoch,
            PreviousEpoch = place.Epoch == targetEpoch ? place.PreviousEpoch : place.Epoch,
            Assigned = kept,
        };
    }

    // Who does not say what it has is taken to have it still.
    private static bool StillHas(IReadOnlySet<TopicIdPartition>? owned, IReadOnlySet<TopicIdPartition> partitions) =>
        owned is null || owned.Overlaps(partitions);
}
