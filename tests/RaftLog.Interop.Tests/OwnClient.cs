using System.Text;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Interop.Tests;

/// <summary>What our own client does in the scenarios: the other side of each exchange.</summary>
internal static class OwnClient
{
    /// <summary>Reads so many records of partition 0 from its beginning.</summary>
    public static async Task<IReadOnlyList<ConsumedRecord>> ReadAsync(string topic, int count, CancellationToken cancellation)
    {
        var options = new ConsumerOptions { BootstrapServers = InteropCluster.BootstrapServers, AutoOffsetReset = AutoOffsetReset.Earliest };
        await using var consumer = new Consumer<string, string>(options);
        consumer.Assign([new TopicPartition(topic, 0)]);
        var records = new List<ConsumedRecord>();
        while (records.Count < count)
        {
            ConsumeResult<string, string> result = await consumer.ConsumeAsync(cancellation);
            string headers = string.Join(',', result.Headers.Select(header => $"{header.Key}={Encoding.UTF8.GetString((header.Value ?? default).Span)}"));
            records.Add(new ConsumedRecord(result.Partition, result.Offset, result.Key, result.Value, headers));
        }

        return records;
    }

    /// <summary>Reads the committed values of partition 0 from its beginning up to one of them.</summary>
    public static async Task<IReadOnlyList<string>> ReadCommittedAsync(string topic, string last, CancellationToken cancellation)
    {
        await using var consumer = new Consumer<string, string>(new ConsumerOptions
        {
            BootstrapServers = InteropCluster.BootstrapServers,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        });
        consumer.Assign([new TopicPartition(topic, 0)]);
        var values = new List<string>();
        try
        {
            while (values.Count == 0 || values[^1] != last)
            {
                values.Add((await consumer.ConsumeAsync(cancellation)).Value);
            }
        }
        catch (OperationCanceledException e)
        {
            throw new AssertionException($"{topic} has no committed '{last}': {string.Join(' ', values)}", e);
        }

        return values;
    }

    /// <summary>Waits until a group has committed that it has read so many records of a topic from the beginning.</summary>
    public static async Task UntilCommittedAsync(string topic, int partitions, string group, long records, CancellationToken cancellation)
    {
        await using var admin = new AdminClient(InteropCluster.Client);
        TopicPartition[] all = [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(topic, partition))];
        while ((await admin.FetchCommittedOffsetsAsync(group, all, cancellation)).Sum(committed => committed.Offset) < records)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    /// <summary>Produces to partition 0 in transactions, each committed or aborted.</summary>
    public static async Task TransactAsync(string topic, CancellationToken cancellation, params (string[] Values, bool Commit)[] transactions)
    {
        var options = new ProducerOptions { BootstrapServers = InteropCluster.BootstrapServers, TransactionalId = $"{topic}-own" };
        await using var producer = new Producer<string, string>(options);
        await producer.InitTransactionsAsync(cancellation);
        foreach ((string[] values, bool commit) in transactions)
        {
            producer.BeginTransaction();
            foreach (string value in values)
            {
                RecordHeader[] headers = [new RecordHeader("trace", "own"u8.ToArray())];
                await producer.SendAsync(new ProducerRecord<string, string>(topic, "key", value) { Partition = 0, Headers = headers }, cancellation);
            }

            await producer.FlushAsync(cancellation);
            await (commit ? producer.CommitTransactionAsync(cancellation) : producer.AbortTransactionAsync(cancellation));
        }
    }

    /// <summary>Produces to partition 0 and waits for the acknowledgement.</summary>
    public static async Task ProduceAsync(string topic, IEnumerable<string> values, CancellationToken cancellation, DateTimeOffset? timestamp = null)
    {
        await using var producer = new Producer<string, string>(new ProducerOptions { BootstrapServers = InteropCluster.BootstrapServers });
        foreach (string value in values)
        {
            RecordHeader[] headers = [new RecordHeader("trace", "own"u8.ToArray())];
            var record = new ProducerRecord<string, string>(topic, "key", value) { Partition = 0, Timestamp = timestamp, Headers = headers };
            await producer.SendAsync(record, cancellation);
        }

        await producer.FlushAsync(cancellation);
    }
}
