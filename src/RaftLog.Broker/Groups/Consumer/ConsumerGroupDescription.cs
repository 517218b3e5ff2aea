namespace RaftLog.Broker.Groups;

/// <summary>A group of KIP-848 at one moment, for ConsumerGroupDescribe.</summary>
internal sealed record ConsumerGroupDescription(string State, int Epoch, string AssignorName, IReadOnlyList<ConsumerMemberDescription> Members);
