using RaftLog.Chaos.History;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// Reads all partitions without a group. As <see cref="WorkerKind.Tail"/> it begins with the empty topic, follows the producers and reads
/// on to the end once told to stop; as <see cref="WorkerKind.Final"/> it reads from the first offset to the last and ends.
/// </summary>
internal sealed class LogReader(WorkerArguments arguments, HistoryWriter history, Action ready)
{
    private readonly Dictionary<TopicPartition, long> _next = [];

    public async Task FollowAsync(CancellationToken stop)
    {
        history.Write(new WorkerStarted(UnixClock.NowUs, arguments.Name, WorkerRole.Tail, "RaftLog.Client"));
        await using var ends = new TopicEnds(arguments);
        await using Consumer<string?, ReadOnlyMemory<byte>> consumer = CreateConsumer();
        foreach (TopicPartition partition in await ends.PartitionsAsync(CancellationToken.None))
        {
            _next[partition] = 0;
        }

        consumer.Assign(_next.Keys.Select(partition => new TopicPartitionOffset(partition, 0)));
        await ReadAsync(consumer, new ReadRecorder(history, withLatency: true), () => false, stop);
        await ReadToAsync(consumer, await ends.OffsetsAsync(OffsetSpec.Latest, CancellationToken.None));
    }

    public async Task ReadAllAsync()
    {
        history.Write(new WorkerStarted(UnixClock.NowUs, arguments.Name, WorkerRole.Final, "RaftLog.Client"));
        await using var ends = new TopicEnds(arguments);
        await using Consumer<string?, ReadOnlyMemory<byte>> consumer = CreateConsumer();
        IReadOnlyDictionary<TopicPartition, long> first = await ends.OffsetsAsync(OffsetSpec.Earliest, CancellationToken.None);
        IReadOnlyDictionary<TopicPartition, long> last = await ends.OffsetsAsync(OffsetSpec.Latest, CancellationToken.None);
        foreach ((TopicPartition partition, long start) in first.OrderBy(one => one.Key.Partition))
        {
            _next[partition] = start;
            history.Write(new PartitionBounds(UnixClock.NowUs, partition.Partition, start, last[partition]));
        }

        consumer.Assign(first.Select(one => new TopicPartitionOffset(one.Key, one.Value)));
        await ReadToAsync(consumer, last);
    }

    private Consumer<string?, ReadOnlyMemory<byte>> CreateConsumer() =>
        new(new ConsumerOptions { BootstrapServers = arguments.BootstrapServers, ClientId = arguments.Name, AutoOffsetReset = AutoOffsetReset.Earliest });

    private Task ReadToAsync(Consumer<string?, ReadOnlyMemory<byte>> consumer, IReadOnlyDictionary<TopicPartition, long> ends) =>
        ReadAsync(consumer, new ReadRecorder(history, withLatency: false), () => ends.All(end => _next[end.Key] >= end.Value), CancellationToken.None);

    private async Task ReadAsync(
        Consumer<string?, ReadOnlyMemory<byte>> consumer, ReadRecorder recorder, Func<bool> isDone, CancellationToken stop)
    {
        while (!isDone())
        {
            try
            {
                IReadOnlyList<ConsumeResult<string?, ReadOnlyMemory<byte>>> records = await consumer.ConsumeBatchAsync(cancellationToken: stop);
                recorder.Add(records);
                _next[records[0].TopicPartition] = records[^1].Offset + 1;
                ready();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
