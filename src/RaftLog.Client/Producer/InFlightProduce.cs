using RaftLog.Client.Network;
using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>A produce request under way.</summary>
/// <param name="Batches">Its batches, one a partition.</param>
/// <param name="SentMs">When it was sent, on the monotonic clock.</param>
/// <param name="IsAlone">Whether nothing else was under way to the broker then.</param>
internal sealed record InFlightProduce(IReadOnlyList<(PartitionAccumulator Partition, ProducerBatch Batch)> Batches, long SentMs, bool IsAlone)
{
    /// <summary>The way it went. Its broker may have left the metadata since, and be waited for all the same.</summary>
    public BrokerChannel? Channel { get; set; }

    /// <summary>The bytes of the batches.</summary>
    public IReadOnlyList<PooledBuffer> Payloads { get; } = [.. Batches.Select(one => one.Batch.Data)];
}
