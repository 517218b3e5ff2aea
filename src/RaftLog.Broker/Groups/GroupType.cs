namespace RaftLog.Broker.Groups;

/// <summary>Who assigns a group's partitions. Stands in the kept state of groups: never change a number.</summary>
internal enum GroupType : byte
{
    /// <summary>Its leader, one of the members.</summary>
    Classic = 0,

    /// <summary>Its coordinator (KIP-848).</summary>
    Consumer = 1,
}
