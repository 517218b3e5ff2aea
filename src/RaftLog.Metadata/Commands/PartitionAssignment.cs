namespace RaftLog.Metadata;

/// <summary>The brokers that a partition is to be placed on.</summary>
public sealed partial class PartitionAssignment
{
    /// <summary>The partition's number, from 0.</summary>
    public int Partition { get; set; }

    /// <summary>The brokers' numbers, the preferred leader first.</summary>
    public List<int> Brokers { get; set; } = [];
}
