using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>
/// Which offsets are too old (<c>offsets.retention.minutes</c>). Of a group with members: those in topics that no member reads, by the time of their
/// commit. Of an empty one: all, by the time of their commit or since the last member went, whichever is later. Of one that never had members (consumers
/// that assign themselves): all, by the time of their commit. A group without members and offsets is forgotten.
/// </summary>
internal static class OffsetExpiryRule
{
    /// <summary>What is to be forgotten of a group, or null.</summary>
    /// <param name="group">The group's offsets.</param>
    /// <param name="use">Who uses it.</param>
    /// <param name="latestMs">What is of this time or older has expired, in Unix milliseconds.</param>
    public static GroupExpiry? Find(ConsumerGroupImage group, GroupUse use, long latestMs)
    {
        if (use.HasMembers)
        {
            return use.ForgetsUnread && HasExpired(group, latestMs, use.ReadTopics)
                ? new GroupExpiry { ConsumerGroup = group.Id, CommittedUpToMs = latestMs, KeptTopics = [.. use.ReadTopics] }
                : null;
        }

        bool isIdle = use.EmptySinceMs is not { } since || since <= latestMs;
        bool isBare = group.Offsets.IsEmpty;
        return isBare || (isIdle && HasExpired(group, latestMs, []))
            ? new GroupExpiry { ConsumerGroup = group.Id, CommittedUpToMs = isBare ? -1 : latestMs, RemoveIfBare = true }
            : null;
    }

    private static bool HasExpired(ConsumerGroupImage group, long latestMs, IReadOnlyList<string> keptTopics) =>
        group.Offsets.Any(pair => pair.Value.CommitTimestampMs <= latestMs && !keptTopics.Contains(pair.Key.Topic, StringComparer.Ordinal));
}
