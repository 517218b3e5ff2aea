using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// What goes with the append of a transactional batch: whoever appends is told when the batch would begin a transaction in the log, and the group holds
/// it, and all of its producer behind it, until it is answered whether the coordinator knows of that (KIP-890). A marker of the producer that comes
/// meanwhile settles the question: what the coordinator said by then is no longer true, and the held batches are refused, to be sent again.
/// </summary>
/// <remarks>Belongs to one append. The shard asks, any thread answers (<see cref="GroupHandle.Answer"/>).</remarks>
public sealed class TransactionVerification
{
    private readonly TaskCompletionSource<bool> _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Belongs to whoever owns the append: the caller until it is posted, then the shard.
    private bool _isSeen;

    /// <summary>
    /// Completes with true when the batch is held until <see cref="GroupHandle.Answer"/>, and with false when the append has an outcome without it. Never
    /// runs continuations on the shard's thread.
    /// </summary>
    public Task<bool> IsWanted => _wanted.Task;

    /// <summary>
    /// Whether each of the producer's transactions has an epoch of its own (KIP-890, part 2): then one that is not known here begins with sequence 0.
    /// </summary>
    public bool BeginsAtZero { get; init; }

    /// <summary>Why the batch was refused (<see cref="AppendStatus.TransactionRefused"/>), as it was answered for it or for one before it.</summary>
    public ErrorCode Refusal { get; internal set; }

    /// <summary>Whether the batch may begin the transaction. Owned by the shard.</summary>
    internal bool IsGranted { get; set; }

    /// <summary>The request that the append belongs to, if it asks for several together.</summary>
    internal VerificationRound? Round { get; init; }

    internal void Ask() => _wanted.TrySetResult(true);

    internal void Settle()
    {
        _wanted.TrySetResult(false);
        See();
    }

    /// <summary>The append was looked at: it is held, waits behind another one, is in the log or has failed. What comes after the first time counts for nothing.</summary>
    internal void See()
    {
        if (!_isSeen)
        {
            _isSeen = true;
            Round?.Seen();
        }
    }
}
