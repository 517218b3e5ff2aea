using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Cluster.Tests;

/// <summary>Everything that a topic holds, as a consumer sees it.</summary>
internal sealed class LogContents
{
    private readonly Dictionary<TopicPartition, List<ConsumeResult<Null, long>>> _records;

    private LogContents(Dictionary<TopicPartition, List<ConsumeResult<Null, long>>> records)
    {
        _records = records;
    }

    public static async Task<LogContents> ReadAsync(EmbeddedCluster cluster, string topic)
    {
        var options = new ClientOptions { BootstrapServers = cluster.BootstrapServers };
        await using var admin = new AdminClient(options);
        var partitions = (await admin.DescribeTopicsAsync([topic]))[0].Partitions.Select(p => new TopicPartition(topic, p.Partition)).ToArray();
        var ends = await admin.ListOffsetsAsync(partitions, OffsetSpec.Latest);
        var records = partitions.ToDictionary(partition => partition, _ => new List<ConsumeResult<Null, long>>());
        await using var consumer = new Consumer<Null, long>(new ConsumerOptions { BootstrapServers = cluster.BootstrapServers, EnableAutoCommit = false });
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, 0)));
        long missing = ends.Values.Sum(end => end.Offset);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (missing > 0)
        {
            foreach (var record in await consumer.ConsumeBatchAsync(cancellationToken: timeout.Token))
            {
                records[record.TopicPartition].Add(record);
                missing--;
            }
        }

        return new LogContents(records);
    }

    /// <summary>Offsets begin at 0 and have no gaps, whatever leaders came and went.</summary>
    public void AssertOffsetsAreGapFree() => Assert.Multiple(() =>
    {
        foreach (var (partition, records) in _records)
        {
            Assert.That(records.Select(record => record.Offset), Is.EqualTo(Enumerable.Range(0, records.Count).Select(offset => (long)offset)), $"{partition}");
        }
    });

    /// <summary>Every acknowledged record is where its acknowledgement said, and none is there twice.</summary>
    public void AssertHoldsOnce(IReadOnlyList<AckedRecord> acked)
    {
        var lost = acked.Where(ack => !IsAt(ack)).ToArray();
        var twice = _records.Values.SelectMany(records => records).GroupBy(record => record.Value).Where(same => same.Count() > 1).Select(same => same.Key).ToArray();

        Assert.That(lost, Is.Empty, $"{lost.Length} of {acked.Count} acknowledged records are not where they should be.");
        Assert.That(twice, Is.Empty, $"{twice.Length} records are there more than once.");
    }

    private bool IsAt(AckedRecord ack)
    {
        var records = _records[ack.Partition];
        return ack.Offset >= 0
            ? ack.Offset < records.Count && records[(int)ack.Offset].Value == ack.Number
            : records.Exists(record => record.Value == ack.Number);
    }
}
