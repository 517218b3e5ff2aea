namespace RaftLog.Broker.Handlers;

/// <summary>Something that clients turn to only when the whole cluster is at a level of it (KIP-584).</summary>
/// <param name="Name">Kafka's name.</param>
/// <param name="Level">The level that the cluster is at; the brokers know no other.</param>
internal readonly record struct ClusterFeature(string Name, short Level)
{
    /// <summary>All features.</summary>
    public static readonly IReadOnlyList<ClusterFeature> All =
    [
        // Groups whose coordinator assigns (KIP-848).
        new("group.version", 1),

        // Transactions with an epoch for each (KIP-890).
        new("transaction.version", 2),
    ];
}
