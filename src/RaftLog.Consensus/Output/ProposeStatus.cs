namespace RaftLog.Consensus;

/// <summary>What became of a proposal.</summary>
public enum ProposeStatus : byte
{
    /// <summary>The entry has an index and will be written with the next <see cref="RaftCore.CollectWrites"/>; not yet committed.</summary>
    Accepted = 0,

    /// <summary>This replica does not lead.</summary>
    NotLeader = 1,

    /// <summary>Too many bytes wait for their commit (<see cref="RaftOptions.MaxUncommittedBytes"/>); try again later.</summary>
    Full = 2,

    /// <summary>Leadership is being handed over; a new leader is about to be known.</summary>
    TransferInProgress = 3,

    /// <summary>Another change of configuration is not committed yet, or nothing of this leader's term is.</summary>
    ConfigurationPending = 4,

    /// <summary>The configuration is the one in force, or none that a group could run with.</summary>
    ConfigurationInvalid = 5,
}
