using System.Globalization;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Process.Tests;

/// <summary>
/// Produces numbered values and remembers which were acknowledged at which offset; reads the topic back and holds it against that.
/// </summary>
internal sealed class AcknowledgedRecords(string bootstrapServers, string topic, int partitions)
{
    private const int Window = 256;

    private readonly Dictionary<(int Partition, long Offset), string> _acknowledged = [];
    private int _next;
    private int _awaitedCount = int.MaxValue;
    private TaskCompletionSource _reached = new();

    /// <summary>
    /// Produces with many records under way until told to stop; then waits for the acknowledgement of each, however often the brokers were
    /// killed meanwhile.
    /// </summary>
    public async Task ProduceUntilAsync(CancellationToken stop)
    {
        await using var producer = new Producer<string, string>(new ProducerOptions { BootstrapServers = bootstrapServers });
        using var window = new SemaphoreSlim(Window);
        var pending = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            await window.WaitAsync(CancellationToken.None);
            string value = _next++.ToString(CultureInfo.InvariantCulture);
            pending.Add(RememberAsync(producer.ProduceAsync(new ProducerRecord<string, string>(topic, value, value), CancellationToken.None), value, window));
        }

        await Task.WhenAll(pending);
    }

    /// <summary>Completes when so many records more than now are acknowledged. One caller at a time.</summary>
    public Task AcknowledgedMoreAsync(int count)
    {
        lock (_acknowledged)
        {
            _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaitedCount = _acknowledged.Count + count;
            return _reached.Task;
        }
    }

    /// <summary>Reads everything back: offsets from 0 without a gap, every acknowledged record where it was promised, no value twice.</summary>
    public async Task AssertAllThereAsync()
    {
        Dictionary<(int Partition, long Offset), string> read = await ReadAllAsync();
        KeyValuePair<(int Partition, long Offset), string>[] lost;
        lock (_acknowledged)
        {
            lost = [.. _acknowledged.Where(a => !read.TryGetValue(a.Key, out string? value) || value != a.Value)];
        }

        Assert.That(lost, Is.Empty, "Acknowledged records that are not where they were acknowledged.");
        Assert.That(read.Values.GroupBy(v => v).Where(g => g.Count() > 1).Select(g => g.Key), Is.Empty, "Values that are there twice.");
        foreach (IGrouping<int, long> partition in read.Keys.GroupBy(k => k.Partition, k => k.Offset))
        {
            Assert.That(partition.Order(), Is.EqualTo(Enumerable.Range(0, partition.Count()).Select(o => (long)o)), $"Offsets of partition {partition.Key}.");
        }
    }

    private async Task<Dictionary<(int Partition, long Offset), string>> ReadAllAsync()
    {
        TopicPartition[] all = [.. Enumerable.Range(0, partitions).Select(p => new TopicPartition(topic, p))];
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = bootstrapServers });
        IReadOnlyDictionary<TopicPartition, ListedOffset> ends = await admin.ListOffsetsAsync(all, OffsetSpec.Latest);
        long total = ends.Values.Sum(e => e.Offset);

        await using var consumer = new Consumer<string, string>(new ConsumerOptions
        {
            BootstrapServers = bootstrapServers,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        });
        consumer.Assign(all);
        var read = new Dictionary<(int Partition, long Offset), string>();
        while (read.Count < total)
        {
            foreach (ConsumeResult<string, string> record in await consumer.ConsumeBatchAsync())
            {
                Assert.That(read.TryAdd((record.Partition, record.Offset), record.Value), Is.True, $"Offset {record.Offset} came twice.");
            }
        }

        return read;
    }

    private async Task RememberAsync(ValueTask<DeliveryResult> result, string value, SemaphoreSlim window)
    {
        Remember(await result, value);
        window.Release();
    }

    private void Remember(DeliveryResult result, string value)
    {
        lock (_acknowledged)
        {
            _acknowledged.Add((result.TopicPartition.Partition, result.Offset), value);
            if (_acknowledged.Count == _awaitedCount)
            {
                _reached.SetResult();
            }
        }
    }
}
