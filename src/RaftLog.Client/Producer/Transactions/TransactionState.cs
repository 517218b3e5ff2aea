namespace RaftLog.Client;

/// <summary>Where a transactional producer stands.</summary>
internal enum TransactionState
{
    /// <summary>The cluster has not handed out its identity yet. Left by initializing.</summary>
    New,

    /// <summary>No transaction is open. Left by beginning one.</summary>
    Ready,

    /// <summary>A transaction is open. Left by ending it, or by a failure.</summary>
    Open,

    /// <summary>The coordinator is being asked to commit; asked again if the answer is lost.</summary>
    Committing,

    /// <summary>What is not sent yet is dropped, and the coordinator asked to abort.</summary>
    Aborting,

    /// <summary>Something of the open transaction has failed; only aborting leads on.</summary>
    Failed,

    /// <summary>The producer has come to its end.</summary>
    Fatal,
}
