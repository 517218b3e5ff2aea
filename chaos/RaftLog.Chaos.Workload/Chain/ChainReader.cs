using System.Collections;
using RaftLog.Chaos.History;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>Reads a topic of a chain as a reader of committed records, and counts what is there not once, or not in order. Used by one caller.</summary>
public sealed class ChainReader : IAsyncDisposable
{
    private readonly Consumer<byte[], byte[]> _consumer;
    private readonly AdminClient _admin;
    private readonly string _topic;
    private readonly BitArray _seen;
    private readonly Dictionary<int, int> _last = [];
    private readonly Dictionary<TopicPartition, long> _next = [];
    private readonly List<string> _twice = [];
    private readonly List<string> _disordered = [];

    /// <summary>Prepares reading.</summary>
    /// <param name="bootstrapServers">The brokers.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="count">How many records there are to be.</param>
    public ChainReader(string bootstrapServers, string topic, int count)
    {
        var options = new ConsumerOptions
        {
            BootstrapServers = bootstrapServers,
            ClientId = $"{topic}-reader",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
        };
        _consumer = new Consumer<byte[], byte[]>(options);
        _admin = new AdminClient(new ClientOptions { BootstrapServers = bootstrapServers });
        _topic = topic;
        _seen = new BitArray(count);
    }

    /// <summary>How many different records were read.</summary>
    public int Distinct { get; private set; }

    /// <summary>Records that were there already, or belong to nobody, in words.</summary>
    public IReadOnlyList<string> Twice => _twice;

    /// <summary>Records that came before an earlier one of their partition, in words.</summary>
    public IReadOnlyList<string> Disordered => _disordered;

    /// <summary>Reads until every record was seen.</summary>
    public async Task ReadAllAsync(CancellationToken cancellation)
    {
        TopicDescription topic = (await _admin.DescribeTopicsAsync([_topic], cancellation))[0];
        _consumer.Assign(topic.Partitions.Select(one => new TopicPartition(_topic, one.Partition)));
        foreach (PartitionDescription one in topic.Partitions)
        {
            _next[new TopicPartition(_topic, one.Partition)] = 0;
        }

        while (Distinct < _seen.Count)
        {
            Take(await _consumer.ConsumeBatchAsync(cancellationToken: cancellation));
        }
    }

    /// <summary>Reads what may be there beyond, up to the end as a reader of committed records sees it; nobody writes any more.</summary>
    public async Task ReadRestAsync(CancellationToken cancellation)
    {
        // Behind the last records there are markers, which no reader is shown: one that has nothing more to read is at the end when its position says so.
        var ends = await _admin.ListOffsetsAsync(_next.Keys, OffsetSpec.Latest, IsolationLevel.ReadCommitted, cancellation);
        while (ends.Any(end => (_consumer.Position(end.Key) ?? 0) < end.Value.Offset))
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            look.CancelAfter(TimeSpan.FromMilliseconds(100));
            try
            {
                Take(await _consumer.ConsumeBatchAsync(cancellationToken: look.Token));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Time to look at the positions.
            }
        }
    }

    /// <summary>The first numbers that were not seen.</summary>
    public IEnumerable<string> Missing() => Enumerable.Range(0, _seen.Count).Where(number => !_seen[number]).Select(number => $"Record {number} did not come.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _consumer.DisposeAsync();
        await _admin.DisposeAsync();
    }

    private void Take(IReadOnlyList<ConsumeResult<byte[], byte[]>> records)
    {
        foreach (ConsumeResult<byte[], byte[]> record in records)
        {
            int number = ChainFormat.Number(record.Value);
            if (number < 0 || number >= _seen.Count || _seen[number])
            {
                _twice.Add($"Record {number} is at offset {record.Offset} of {record.TopicPartition} as well.");
                continue;
            }

            _seen[number] = true;
            Distinct++;
            if (_last.TryGetValue(record.Partition, out int before) && before > number)
            {
                _disordered.Add($"Record {number} is behind record {before}, at offset {record.Offset} of {record.TopicPartition}.");
            }

            _last[record.Partition] = number;
        }
    }
}
