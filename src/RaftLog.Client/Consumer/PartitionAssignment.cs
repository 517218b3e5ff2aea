namespace RaftLog.Client;

/// <summary>How the partitions are divided among the members of a group.</summary>
public enum PartitionAssignment
{
    /// <summary>Each topic in ranges, members in the order of their ids. Everything is given up at each rebalance.</summary>
    Range,

    /// <summary>Even over all topics, with as few moves as possible; a rebalance stops only the partitions that move (KIP-429).</summary>
    CooperativeSticky,
}
