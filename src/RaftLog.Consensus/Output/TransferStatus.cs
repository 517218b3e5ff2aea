namespace RaftLog.Consensus;

/// <summary>What became of a request to hand leadership over.</summary>
public enum TransferStatus : byte
{
    /// <summary>
    /// Under way: proposals are refused until the target leads or <see cref="RaftOptions.TransferTimeoutMs"/> has passed.
    /// </summary>
    Started = 0,

    /// <summary>This replica does not lead.</summary>
    NotLeader = 1,

    /// <summary>The target leads already.</summary>
    AlreadyLeader = 2,

    /// <summary>The target has no vote in the configuration in force.</summary>
    NotVoter = 3,
}
