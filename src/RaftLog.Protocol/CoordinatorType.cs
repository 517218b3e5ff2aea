namespace RaftLog.Protocol;

/// <summary>What a coordinator is asked for.</summary>
public enum CoordinatorType : sbyte
{
    /// <summary>A consumer group.</summary>
    Group = 0,

    /// <summary>A transactional id.</summary>
    Transaction = 1,
}
