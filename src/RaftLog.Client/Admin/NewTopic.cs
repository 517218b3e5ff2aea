namespace RaftLog.Client;

/// <summary>A topic to be created.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">The number of partitions; -1 takes the cluster's default.</param>
/// <param name="ReplicationFactor">The number of replicas of each; -1 takes the cluster's default.</param>
public sealed record NewTopic(string Name, int Partitions = -1, short ReplicationFactor = -1)
{
    /// <summary>Settings that differ from the defaults, by Kafka's names (<c>retention.ms</c>).</summary>
    public IReadOnlyDictionary<string, string?> Configs { get; init; } = new Dictionary<string, string?>();
}
