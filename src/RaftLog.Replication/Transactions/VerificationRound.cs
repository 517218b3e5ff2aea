namespace RaftLog.Replication;

/// <summary>
/// The verifications of the appends of one request, so that all that are wanted can be asked for together. Tells when the shards have looked at each of the
/// appends. That waits for no other answer: two requests whose batches wait for each other's would otherwise wait for ever.
/// </summary>
/// <remarks>Filled by one caller; the shards count down on their threads.</remarks>
public sealed class VerificationRound
{
    private readonly TaskCompletionSource _allSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One of them is the caller's own, until it says that there are no more.
    private int _unseen = 1;

    /// <summary>
    /// Completes when the round is closed and every append was looked at: <see cref="TransactionVerification.IsWanted"/> has completed for those that begin a
    /// transaction. Those that wait behind others, or for their commit, complete it later. Never runs continuations on a shard's thread.
    /// </summary>
    public Task AllSeen => _allSeen.Task;

    /// <summary>What goes with one more append.</summary>
    /// <param name="beginsAtZero">See <see cref="TransactionVerification.BeginsAtZero"/>.</param>
    public TransactionVerification Add(bool beginsAtZero)
    {
        Interlocked.Increment(ref _unseen);
        return new TransactionVerification { BeginsAtZero = beginsAtZero, Round = this };
    }

    /// <summary>There are no more appends; to be called once.</summary>
    public void Close() => Seen();

    internal void Seen()
    {
        if (Interlocked.Decrement(ref _unseen) == 0)
        {
            _allSeen.SetResult();
        }
    }
}
