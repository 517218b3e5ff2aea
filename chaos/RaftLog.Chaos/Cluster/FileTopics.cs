using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos;

/// <summary>
/// Topics that leave a file of each kind on every broker: one whose log was shortened, one that is compacted, both with sealed segments. No part of the history
/// that is checked, but of what must be whole.
/// </summary>
internal static class FileTopics
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["shortened", "compacted"];

    private const int Records = 80;
    private const int ValueBytes = 48 * 1024;
    private const int Keys = 7;
    private const int Deleted = 40;

    /// <summary>What the brokers are started with, so that files of each kind come about within seconds, and are looked at.</summary>
    public static IEnumerable<string> BrokerSettings =>
    [
        "Scrub:IntervalSeconds=1", "Scrub:BytesPerSecond=268435456", "Compaction:CheckIntervalMs=200", "Retention:CheckIntervalMs=500", "Replication:SnapshotAfterEntries=20",
    ];

    /// <summary>Creates and fills them.</summary>
    public static async Task CreateAsync(AdminClient admin, string bootstrapServers, short replicationFactor, CancellationToken cancellation)
    {
        foreach (string name in Names)
        {
            var configs = new Dictionary<string, string?> { ["segment.bytes"] = "1048576" };
            if (name == "compacted")
            {
                configs["cleanup.policy"] = "compact";
                configs["min.cleanable.dirty.ratio"] = "0.01";
            }

            await admin.CreateTopicAsync(new NewTopic(name, 1, replicationFactor) { Configs = configs }, cancellation);
        }

        await using var producer = new Producer<long, byte[]>(new ProducerOptions { BootstrapServers = bootstrapServers, ClientId = "chaos-files" });
        byte[] value = new byte[ValueBytes];
        new Random(0).NextBytes(value);
        for (int i = 0; i < Records; i++)
        {
            foreach (string name in Names)
            {
                await producer.SendAsync(new ProducerRecord<long, byte[]>(name, i % Keys, value), cancellation);
            }
        }

        await producer.FlushAsync(cancellation);
        await admin.DeleteRecordsAsync(new Dictionary<TopicPartition, long> { [new TopicPartition(Names[0], 0)] = Deleted }, cancellationToken: cancellation);
    }
}
