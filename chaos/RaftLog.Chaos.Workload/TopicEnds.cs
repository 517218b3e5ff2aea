using RaftLog.Client;
using RaftLog.Model;

namespace RaftLog.Chaos.Workload;

/// <summary>Asks where the partitions of the topic begin and end.</summary>
internal sealed class TopicEnds(WorkerArguments arguments) : IAsyncDisposable
{
    private readonly AdminClient _admin = new(new ClientOptions { BootstrapServers = arguments.BootstrapServers, ClientId = arguments.Name });

    public async Task<IReadOnlyList<TopicPartition>> PartitionsAsync(CancellationToken cancellation)
    {
        TopicDescription topic = (await _admin.DescribeTopicsAsync([arguments.Topic], cancellation))[0];
        return [.. topic.Partitions.Select(p => new TopicPartition(arguments.Topic, p.Partition))];
    }

    public async Task<IReadOnlyDictionary<TopicPartition, long>> OffsetsAsync(OffsetSpec where, CancellationToken cancellation)
    {
        IReadOnlyDictionary<TopicPartition, ListedOffset> found =
            await _admin.ListOffsetsAsync(await PartitionsAsync(cancellation), where, cancellation);
        return found.ToDictionary(one => one.Key, one => one.Value.Offset);
    }

    public ValueTask DisposeAsync() => _admin.DisposeAsync();
}
