namespace RaftLog.Replication;

/// <summary>The role of a replica in its group, as the layers above see it.</summary>
public enum GroupRole
{
    /// <summary>Follows a leader, or waits for one.</summary>
    Follower,

    /// <summary>Asks for votes.</summary>
    Candidate,

    /// <summary>Leads, and has committed an entry of its own term: it may serve.</summary>
    Leader,

    /// <summary>Receives the log without a vote (Kafka's observer).</summary>
    Learner,

    /// <summary>The log failed or the group is closed: takes no part.</summary>
    Offline,
}
