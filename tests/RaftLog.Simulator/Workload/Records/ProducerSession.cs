namespace RaftLog.Simulator.Workload.Records;

/// <summary>What one idempotent producer sent to one partition under one producer id, in the order of its sequences.</summary>
internal sealed class ProducerSession(string name, Place place)
{
    public string Name { get; } = name;

    public Place Place { get; } = place;

    public List<SentBatch> Batches { get; } = [];
}
