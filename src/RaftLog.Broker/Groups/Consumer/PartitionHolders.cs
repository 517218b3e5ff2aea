using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>Which member holds each partition of a group. A partition has one holder at most; an attempt to give it a second one is a defect.</summary>
internal sealed class PartitionHolders
{
    private readonly Dictionary<TopicIdPartition, string> _holders = [];

    public bool IsHeldByAnother(TopicIdPartition partition, string memberId) => _holders.TryGetValue(partition, out var holder) && holder != memberId;

    /// <summary>Notes that a member moved from one place to another.</summary>
    public void Move(string memberId, MemberPlace from, MemberPlace to)
    {
        Release(memberId, from);
        foreach (var partition in to.Held)
        {
            Invariant.Require(_holders.TryAdd(partition, memberId));
        }
    }

    /// <summary>Notes that a member is gone.</summary>
    public void Release(string memberId, MemberPlace place)
    {
        foreach (var partition in place.Held)
        {
            Invariant.Require(_holders.Remove(partition, out var holder) && holder == memberId);
        }
    }
}
