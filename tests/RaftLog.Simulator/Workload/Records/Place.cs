namespace RaftLog.Simulator.Workload.Records;

/// <summary>A partition of one incarnation of a topic.</summary>
/// <param name="Topic">The topic's name, and its id behind where the name is used again.</param>
/// <param name="Partition">The partition's number.</param>
internal readonly record struct Place(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}-{Partition}";
}
