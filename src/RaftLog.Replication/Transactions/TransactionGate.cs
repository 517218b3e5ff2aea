using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// The transactional batches of a group that wait for a <see cref="TransactionVerification"/>, by their producers and in the order in which they came: a
/// batch never overtakes one of its producer. Owned by the shard. What waits is bounded by what clients may have in flight.
/// </summary>
internal sealed class TransactionGate(TurnOutcomes outcomes)
{
    // The first of each is the one that is asked about.
    private readonly Dictionary<long, Queue<PendingAppend>> _held = [];

    /// <summary>Holds a batch behind others of its producer; false when there are none.</summary>
    public bool TryHoldBehind(long producerId, PendingAppend append)
    {
        if (_held.Count == 0 || !_held.TryGetValue(producerId, out Queue<PendingAppend>? held))
        {
            return false;
        }

        held.Enqueue(append);
        return true;
    }

    /// <summary>Holds a batch and asks about it.</summary>
    public void Hold(long producerId, PendingAppend append)
    {
        var held = new Queue<PendingAppend>();
        held.Enqueue(append);
        _held.Add(producerId, held);
        append.Verification!.Ask();
    }

    /// <summary>Lets go what waits for an answer; null when it does not wait any more.</summary>
    public Queue<PendingAppend>? Release(TransactionVerification verification)
    {
        foreach ((long producer, Queue<PendingAppend> held) in _held)
        {
            if (held.Peek().Verification == verification)
            {
                _held.Remove(producer);
                return held;
            }
        }

        return null;
    }

    /// <summary>Refuses what a producer has waiting: its transaction has ended.</summary>
    public void Refuse(long producerId, Term term)
    {
        if (_held.Remove(producerId, out Queue<PendingAppend>? held))
        {
            Fail(held, AppendStatus.TransactionEnded, term);
        }
    }

    public void FailAll(AppendStatus status, Term term)
    {
        foreach (Queue<PendingAppend> held in _held.Values)
        {
            Fail(held, status, term);
        }

        _held.Clear();
    }

    private void Fail(Queue<PendingAppend> held, AppendStatus status, Term term)
    {
        foreach (PendingAppend append in held)
        {
            outcomes.Fail(append, status, term);
        }
    }
}
