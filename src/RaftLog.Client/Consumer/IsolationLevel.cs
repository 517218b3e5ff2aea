namespace RaftLog.Client;

/// <summary>What a reader sees of transactions.</summary>
public enum IsolationLevel : sbyte
{
    /// <summary>All records as soon as they are replicated, those of open and of aborted transactions too. The default, as of every Kafka client.</summary>
    ReadUncommitted = 0,

    /// <summary>
    /// Only records outside transactions and of committed ones. Reading ends before the first record of the oldest open transaction, so one
    /// that is left open delays everybody until its timeout.
    /// </summary>
    ReadCommitted = 1,
}
