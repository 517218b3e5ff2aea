using RaftLog.Model;

namespace RaftLog.Simulator.Workload.Producers;

/// <summary>How a producer works.</summary>
internal sealed record ProducerHabits
{
    /// <summary>How many requests (of a plain producer) or batches a partition (of an idempotent one) are under way at most.</summary>
    public required int MaxInFlight { get; init; }

    /// <summary>How many partitions a request has at most.</summary>
    public required int MaxPartitions { get; init; }

    public required int MaxRecords { get; init; }

    public required int MaxPaddingBytes { get; init; }

    public required int MaxPauseMs { get; init; }

    public required CompressionCodec Codec { get; init; }
}
