namespace RaftLog.Client;

/// <summary>A consumer group in a list.</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="ProtocolType"><c>consumer</c> for consumer groups; empty for one that only stores offsets.</param>
/// <param name="State">Kafka's word for its state (<c>Stable</c>, <c>Empty</c>, ...); empty from brokers that do not tell.</param>
/// <param name="CoordinatorId">The broker that coordinates it.</param>
/// <param name="Type"><c>classic</c>, or <c>consumer</c> when the coordinator assigns (KIP-848); empty from brokers that do not tell.</param>
public sealed record GroupListing(string GroupId, string ProtocolType, string State, int CoordinatorId, string Type);
