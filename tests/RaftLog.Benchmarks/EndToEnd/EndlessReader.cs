using System.Diagnostics;
using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Reads the first partition of a topic at full speed, and again from its beginning when it is through, until it is disposed of.</summary>
internal sealed class EndlessReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Task _reading;
    private long _records;

    public EndlessReader(string bootstrapServers, string topic) => _reading = Task.Run(() => ReadAsync(bootstrapServers, new TopicPartition(topic, 0)));

    /// <summary>How fast it has read so far.</summary>
    public double RecordsPerSecond => Volatile.Read(ref _records) / Stopwatch.GetElapsedTime(_began).TotalSeconds;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading;
        _stopping.Dispose();
    }

    private async Task ReadAsync(string bootstrapServers, TopicPartition partition)
    {
        await using var consumer = new Consumer<Null, ReadOnlyMemory<byte>>(new ConsumerOptions { BootstrapServers = bootstrapServers, EnableAutoCommit = false });
        await using var admin = new AdminClient(new ClientOptions { BootstrapServers = bootstrapServers });
        long end = (await admin.ListOffsetsAsync([partition], OffsetSpec.Latest))[partition].Offset;
        consumer.Assign([new TopicPartitionOffset(partition, 0)]);
        long here = 0;
        while (!_stopping.IsCancellationRequested)
        {
            foreach (var _ in await consumer.ConsumeReadyAsync())
            {
                here++;
                _records++;
            }

            if (here >= end)
            {
                consumer.Seek(partition, 0);
                here = 0;
            }
        }
    }
}
