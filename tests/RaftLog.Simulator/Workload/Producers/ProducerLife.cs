using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Producers;

/// <summary>An idempotent producer between its start and its end: one producer id.</summary>
internal sealed class ProducerLife(string name, long producerId, short producerEpoch, IReadOnlyList<SequencedPartition> partitions, BatchMaker batches)
{
    public string Name { get; } = name;

    public IReadOnlyList<SequencedPartition> Partitions { get; } = partitions;

    public bool IsIdle => Partitions.All(partition => partition.IsIdle);

    /// <summary>Makes the next batch of a partition.</summary>
    public SentBatch Make(SequencedPartition partition) => MakeAt(partition, partition.NextSequence);

    /// <summary>Makes a batch with another sequence than the one that is due.</summary>
    public SentBatch MakeAt(SequencedPartition partition, int sequence) =>
        batches.MakeSequenced(partition.Number, producerId, producerEpoch, sequence);
}
