using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>One member at one moment, for ConsumerGroupDescribe.</summary>
internal sealed record ConsumerMemberDescription(
    string MemberId,
    string? InstanceId,
    string? RackId,
    string ClientId,
    string ClientHost,
    int Epoch,
    TopicSubscription Subscription,
    IReadOnlySet<TopicIdPartition> Assigned,
    IReadOnlySet<TopicIdPartition> Target);
