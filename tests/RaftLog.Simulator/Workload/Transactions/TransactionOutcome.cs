namespace RaftLog.Simulator.Workload.Transactions;

/// <summary>What its producer knows of the end of a transaction.</summary>
internal enum TransactionOutcome
{
    /// <summary>Nobody has asked for its commit: it must never be seen.</summary>
    NotCommitted,

    /// <summary>The commit was asked for, and the answer is not known: it is there as a whole or not at all.</summary>
    Unknown,

    /// <summary>The commit was acknowledged.</summary>
    Committed,
}
