namespace RaftLog.Broker.Groups;

/// <summary>What the coordinator would have kept of a group.</summary>
internal sealed record KeptGroup(string GroupId, int Generation, string ProtocolType, KeptGroupState State);
