using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>Reads a compacted topic as a consumer that begins at the start and holds the last value of each key.</summary>
public static class UpdateReader
{
    /// <summary>Reads all partitions to their present ends.</summary>
    /// <exception cref="RaftLogException">The brokers cannot be read from.</exception>
    public static async Task<IReadOnlyDictionary<string, byte[]?>> ReadLastAsync(string bootstrapServers, string topic, CancellationToken cancellation)
    {
        var last = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = bootstrapServers });
        TopicDescription description = (await admin.DescribeTopicsAsync([topic], cancellation))[0];
        TopicPartition[] partitions = [.. description.Partitions.Select(one => new TopicPartition(topic, one.Partition))];
        IReadOnlyDictionary<TopicPartition, ListedOffset> first = await admin.ListOffsetsAsync(partitions, OffsetSpec.Earliest, cancellation);
        IReadOnlyDictionary<TopicPartition, ListedOffset> ends = await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest, cancellation);
        var next = first.ToDictionary(one => one.Key, one => one.Value.Offset);
        await using var consumer = new Consumer<string, byte[]>(
            new ConsumerOptions { BootstrapServers = bootstrapServers, AutoOffsetReset = AutoOffsetReset.Earliest });
        consumer.Assign(next.Select(one => new TopicPartitionOffset(one.Key, one.Value)));
        while (ends.Any(end => next[end.Key] < end.Value.Offset))
        {
            IReadOnlyList<ConsumeResult<string, byte[]>> records = await consumer.ConsumeBatchAsync(cancellationToken: cancellation);
            foreach (ConsumeResult<string, byte[]> record in records)
            {
                last[record.Key] = record.Value;
            }

            next[records[0].TopicPartition] = records[^1].Offset + 1;
        }

        return last;
    }
}
