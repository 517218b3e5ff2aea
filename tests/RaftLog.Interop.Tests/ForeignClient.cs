namespace RaftLog.Interop.Tests;

/// <summary>A Kafka client that is not ours, installed unchanged, driven through a few lines of its own language.</summary>
internal abstract class ForeignClient
{
    /// <summary>How the client is named in test names.</summary>
    public abstract string Name { get; }

    /// <summary>The headers that a consumer must report for a record that this client produced.</summary>
    public abstract string ExpectedHeaders(ForeignRecord record);

    public abstract Task CreateTopicAsync(string bootstrap, string topic, int partitions, int replicas, CancellationToken cancellation);

    public abstract Task ProduceAsync(string bootstrap, string topic, IEnumerable<ForeignRecord> records, CancellationToken cancellation);

    public abstract ForeignConsumer StartConsumer(string bootstrap, string topic, string group);

    public override string ToString() => Name;
}
