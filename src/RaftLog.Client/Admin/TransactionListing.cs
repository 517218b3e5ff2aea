namespace RaftLog.Client;

/// <summary>A transactional id as its coordinator lists it.</summary>
/// <param name="TransactionalId">The id.</param>
/// <param name="ProducerId">The id of its producer.</param>
/// <param name="State">Kafka's word for its state: <c>Ongoing</c>, <c>CompleteCommit</c>, ...</param>
/// <param name="CoordinatorId">The broker that coordinates it.</param>
public sealed record TransactionListing(string TransactionalId, long ProducerId, string State, int CoordinatorId);
