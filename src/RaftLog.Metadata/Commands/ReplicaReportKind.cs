namespace RaftLog.Metadata;

/// <summary>What a broker has to say about replicas of a partition. The numbers stand on the wire.</summary>
public enum ReplicaReportKind : sbyte
{
    /// <summary>The reporter's replica has lost its data or its promises, and must be replaced by one of another identity.</summary>
    Lost = 0,

    /// <summary>The reporter still has a replica whose replacement was ordered, whole and in use.</summary>
    Found = 1,

    /// <summary>These replicas are the voters of the group now, committed; reported by its leader.</summary>
    Settled = 2,
}
