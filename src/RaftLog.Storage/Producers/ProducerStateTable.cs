using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// What the idempotent producers of a partition appended last (KIP-98): enough to recognize a batch that comes again and to refuse one that
/// comes out of order, and to know which transactions are open. It follows the log's end, committed or not. Owned by the log's writer thread.
/// </summary>
public sealed class ProducerStateTable
{
    private readonly Dictionary<long, ProducerEntry> _producers = [];

    // Invariant: what Rebuild would make of the entries, without those known to be committed.
    private readonly OpenTransactions _transactions = new();

    /// <summary>The number of producers known.</summary>
    public int Count => _producers.Count;

    internal IReadOnlyDictionary<long, ProducerEntry> Producers => _producers;

    /// <summary>Checks a batch that is about to be appended against everything appended so far.</summary>
    public ProducerCheck Check(in RecordBatchHeader batch)
    {
        // Of a producer that is not known, any sequence is taken: it may have been silent until its state expired.
        if (!batch.HasProducerId || !_producers.TryGetValue(batch.ProducerId, out ProducerEntry? producer))
        {
            return new ProducerCheck(batch.IsTransactional ? ProducerCheckStatus.BeginsTransaction : ProducerCheckStatus.Accepted);
        }

        short epoch = producer.Epoch;
        if (batch.ProducerEpoch < epoch)
        {
            return new ProducerCheck(ProducerCheckStatus.InvalidProducerEpoch);
        }

        if (batch.ProducerEpoch == epoch && DuplicateOf(batch, producer) is { } known)
        {
            return new ProducerCheck(ProducerCheckStatus.Duplicate, known.BaseOffset, known.NextOffset);
        }

        // Every epoch begins at 0, also one that so far has only ended a transaction of the one before.
        int before = producer.Last is { } last && last.Epoch == batch.ProducerEpoch ? last.LastSequence : RecordBatchHeader.NoSequence;
        return new ProducerCheck(
            batch.BaseSequence == RecordBatch.AddSequence(before, 1) ? CheckTransaction(batch, producer) : ProducerCheckStatus.OutOfOrderSequence);
    }

    /// <summary>
    /// Checks a marker that is about to be appended. One that has been appended already, with nothing behind it, is a
    /// <see cref="ProducerCheckStatus.Duplicate"/>: coordinators repeat theirs until they know.
    /// </summary>
    public ProducerCheck CheckMarker(in TransactionMarker marker)
    {
        if (!_producers.TryGetValue(marker.ProducerId, out ProducerEntry? producer))
        {
            return new ProducerCheck(ProducerCheckStatus.Accepted);
        }

        if (producer.LastMarker is { } last)
        {
            if (marker.CoordinatorEpoch < last.CoordinatorEpoch)
            {
                return new ProducerCheck(ProducerCheckStatus.CoordinatorFenced);
            }

            // Where each transaction has an epoch of its own, what came behind the first of two equal markers belongs to the next transaction. Elsewhere a
            // coordinator's first marker is appended again: it is what shuts out the coordinator before, which may yet repeat its own behind the next batch.
            bool isRepeated = producer.EndsWithMarker && marker.CoordinatorEpoch == last.CoordinatorEpoch;
            if (marker.ProducerEpoch == last.Epoch && (isRepeated || marker.EndsLowerEpochs))
            {
                return new ProducerCheck(ProducerCheckStatus.Duplicate, last.Offset, last.Offset + 1);
            }
        }

        return new ProducerCheck(marker.ProducerEpoch < producer.Epoch ? ProducerCheckStatus.InvalidProducerEpoch : ProducerCheckStatus.Accepted);
    }

    /// <summary>Whether anything is known of a producer.</summary>
    public bool Knows(long producerId) => _producers.ContainsKey(producerId);

    /// <summary>What is known of each producer, in the order of their ids.</summary>
    public ActiveProducer[] Describe() =>
    [
        .. _producers.OrderBy(producer => producer.Key).Select(producer => Describe(producer.Key, producer.Value)),
    ];

    /// <summary>Where the transaction begins that a producer has open; null when it has none.</summary>
    public Offset? OpenSince(long producerId) => _producers.TryGetValue(producerId, out ProducerEntry? producer) ? producer.OpenSince : null;

    /// <summary>
    /// The last stable offset: no transaction is open below it, and every marker below it is committed. It never goes back.
    /// </summary>
    /// <param name="highWatermark">The end of what is committed; never below what was passed before.</param>
    public Offset LastStableOffset(Offset highWatermark) => _transactions.Stable(highWatermark);

    /// <summary>
    /// The batches that a replay of the log needs to know the same as this table: now, and when everything behind <paramref name="committedEnd"/> was
    /// truncated.
    /// </summary>
    internal RememberedBatches RememberedBatches(Offset committedEnd)
    {
        var offsets = new HashSet<Offset>();
        var unsettled = new HashSet<long>();
        foreach ((long id, ProducerEntry producer) in _producers)
        {
            for (int i = 0; i < producer.Count; i++)
            {
                offsets.Add(producer[i].BaseOffset);
            }

            for (int i = 0; i < producer.MarkerCount; i++)
            {
                offsets.Add(producer.Marker(i).Offset);
            }

            if ((producer.Count > 0 && producer[0].BaseOffset >= committedEnd)
                || (producer.MarkerCount > 0 && producer.Marker(0).Offset >= committedEnd))
            {
                unsettled.Add(id);
            }
        }

        return new RememberedBatches(offsets, unsettled);
    }

    /// <summary>
    /// Forgets the producers that have appended nothing since a look that is <paramref name="longest"/> ago or more, unless they have a transaction open;
    /// returns how many.
    /// </summary>
    /// <remarks>
    /// It goes by its own looks: timestamps of records are the producers' word, and a wall clock that jumps would make all of them old at once, and
    /// records that are sent again be taken for new ones.
    /// </remarks>
    /// <param name="nowMs">A clock that never jumps, the same for all calls, in milliseconds.</param>
    /// <param name="longest">How long a producer may be silent.</param>
    public int ForgetSilent(long nowMs, TimeSpan longest)
    {
        int before = _producers.Count;
        foreach ((long id, ProducerEntry producer) in _producers)
        {
            if (producer.OpenSince is not null)
            {
                continue;
            }

            producer.SilentSinceMs ??= nowMs;
            if (nowMs - producer.SilentSinceMs >= longest.TotalMilliseconds)
            {
                _producers.Remove(id);
            }
        }

        return before - _producers.Count;
    }

    /// <summary>Takes an appended batch into account; it is in the log, so it is not checked again.</summary>
    /// <param name="batch">Its header.</param>
    /// <param name="bytes">All of it; of a marker, what is in it counts.</param>
    internal void Note(in RecordBatchHeader batch, ReadOnlySpan<byte> bytes)
    {
        if (!batch.HasProducerId)
        {
            return;
        }

        if (batch.IsControl)
        {
            if (TransactionMarkerBatch.TryRead(bytes, out TransactionMarker marker, out _))
            {
                Note(marker, batch);
            }

            return;
        }

        ProducerEntry producer = Entry(batch.ProducerId);
        producer.Add(ProducerBatch.Of(batch));

        // What compaction has emptied belongs to a transaction that was decided, and its marker may be gone.
        if (batch.IsTransactional && batch.RecordCount > 0 && producer.TryOpen(batch.BaseOffset))
        {
            _transactions.Begin(batch.BaseOffset);
        }
    }

    internal void Restore(long producerId, ProducerEntry producer) => _producers.Add(producerId, producer);

    /// <summary>All entries are restored.</summary>
    internal void Restored() => _transactions.Rebuild(_producers.Values);

    /// <summary>
    /// Goes back to what was known at an earlier log end. False when that cannot be told from what is remembered: the table must be rebuilt
    /// from the log then. At most five batches and two markers a producer are remembered, so it is rare.
    /// </summary>
    /// <param name="end">The log end.</param>
    /// <param name="presumedOpen">Where transactions are to be taken for open of which it cannot be told whether they were; null for nowhere.</param>
    internal bool TryTruncate(Offset end, Offset? presumedOpen = null)
    {
        bool isComplete = true;
        foreach ((long id, ProducerEntry producer) in _producers)
        {
            isComplete &= producer.TryTruncate(end, presumedOpen);
            if (producer.IsEmpty)
            {
                _producers.Remove(id);
            }
        }

        _transactions.Rebuild(_producers.Values);
        return isComplete;
    }

    /// <summary>
    /// A copy as of an earlier log end; null when too much was appended since to tell (see <see cref="TryTruncate"/>).
    /// </summary>
    internal ProducerStateTable? AsOf(Offset end)
    {
        var earlier = new ProducerStateTable();
        foreach ((long id, ProducerEntry producer) in _producers)
        {
            earlier._producers.Add(id, producer.Copy());
        }

        return earlier.TryTruncate(end) ? earlier : null;
    }

    internal void Clear()
    {
        _producers.Clear();
        _transactions.Rebuild([]);
    }

    private static ActiveProducer Describe(long id, ProducerEntry producer) => new(
        id,
        producer.Epoch,
        producer.Last is { } last && last.Epoch == producer.Epoch ? last.LastSequence : RecordBatchHeader.NoSequence,
        producer.TimestampMs,
        producer.LastMarker?.CoordinatorEpoch ?? -1,
        producer.OpenSince);

    private static ProducerBatch? DuplicateOf(in RecordBatchHeader batch, ProducerEntry producer)
    {
        for (int i = producer.Count - 1; i >= 0; i--)
        {
            ProducerBatch known = producer[i];
            if (known.Epoch == batch.ProducerEpoch && known.BaseSequence == batch.BaseSequence && known.LastSequence == batch.LastSequence)
            {
                return known;
            }
        }

        return null;
    }

    private static ProducerCheckStatus CheckTransaction(in RecordBatchHeader batch, ProducerEntry producer)
    {
        bool isOpen = producer.OpenSince is not null;
        if (!batch.IsTransactional)
        {
            return isOpen ? ProducerCheckStatus.InvalidTransactionState : ProducerCheckStatus.Accepted;
        }

        // An open transaction is of the producer's present epoch: whoever gets a higher one has had the transactions of the lower ones ended.
        return isOpen && batch.ProducerEpoch == producer.Epoch ? ProducerCheckStatus.Accepted : ProducerCheckStatus.BeginsTransaction;
    }

    private void Note(in TransactionMarker marker, in RecordBatchHeader batch)
    {
        ProducerEntry producer = Entry(marker.ProducerId);
        Offset? first = producer.OpenSince;
        producer.Add(new ProducerMarker(batch.BaseOffset, marker.ProducerEpoch, marker.CoordinatorEpoch, batch.MaxTimestampMs, first));
        if (first is { } begun)
        {
            _transactions.End(begun, batch.BaseOffset);
        }
    }

    private ProducerEntry Entry(long producerId)
    {
        if (!_producers.TryGetValue(producerId, out ProducerEntry? producer))
        {
            producer = new ProducerEntry();
            _producers.Add(producerId, producer);
        }

        return producer;
    }
}
