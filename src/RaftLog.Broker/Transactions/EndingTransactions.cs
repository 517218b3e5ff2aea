using RaftLog.Metadata;

namespace RaftLog.Broker.Transactions;

/// <summary>
/// What is left to do for the transactions whose end is decided: follows the image, so that nothing has to be handed from one coordinator to the next. One
/// loop uses it.
/// </summary>
internal sealed class EndingTransactions
{
    private readonly SortedDictionary<string, EndingTransaction> _byId = new(StringComparer.Ordinal);

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _byId.Count == 0;

    /// <summary>Takes in which transactions end, and which of the partitions exist.</summary>
    public void Follow(TransactionsImage image)
    {
        foreach (string id in _byId.Keys.Where(id => !image.Ending.Contains(id)).ToList())
        {
            _byId.Remove(id);
        }

        foreach (string id in image.Ending)
        {
            var now = image.ById[id];
            if (_byId.TryGetValue(id, out var known) && known.IsSame(now))
            {
                known.KeepOnly(now);
            }
            else
            {
                _byId[id] = new EndingTransaction(now);
            }
        }
    }

    /// <summary>Forgets everything: this broker coordinates no longer.</summary>
    public void Clear() => _byId.Clear();

    /// <summary>The markers that partitions lack and that are not under way.</summary>
    public IEnumerable<PartitionMarker> Waiting(Term coordinator) =>
        from transaction in _byId.Values
        where !transaction.IsTold
        let marker = transaction.Marker(coordinator)
        from partition in transaction.Waiting
        select new PartitionMarker(transaction, marker, partition);

    /// <summary>The transactions that the controller may be told are complete.</summary>
    public List<EndingTransaction> Told(int most) =>
        [.. _byId.Values.Where(transaction => transaction.IsTold && !transaction.IsCompleting).Take(most)];
}
