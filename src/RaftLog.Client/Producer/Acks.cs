namespace RaftLog.Client;

/// <summary>What a broker has to have done before it acknowledges a record.</summary>
public enum Acks : short
{
    /// <summary>Nothing: no answer is sent, results carry offset -1, and lost records are not noticed.</summary>
    None = 0,

    /// <summary>The leader has written the record to its log. Lost if the leader is lost before a follower has it.</summary>
    Leader = 1,

    /// <summary>A majority of the replicas has stored the record, on disk unless the topic says otherwise. The default.</summary>
    All = -1,
}
