using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// What the idempotent producers of a partition appended last (KIP-98): enough to recognize a batch that comes again and to refuse one that
/// comes out of order. It follows the log's end, committed or not. Owned by the log's writer thread.
/// </summary>
public sealed class ProducerStateTable
{
    private readonly Dictionary<long, ProducerEntry> _producers = [];

    /// <summary>The number of producers known.</summary>
    public int Count => _producers.Count;

    internal IReadOnlyDictionary<long, ProducerEntry> Producers => _producers;

    /// <summary>Checks a batch that is about to be appended against everything appended so far.</summary>
    public ProducerCheck Check(in RecordBatchHeader batch)
    {
        // Of a producer that is not known, any sequence is taken: it may have been silent until its state expired.
        if (!batch.HasProducerId || !_producers.TryGetValue(batch.ProducerId, out ProducerEntry? producer))
        {
            return new ProducerCheck(ProducerCheckStatus.Accepted);
        }

        ProducerBatch last = producer.Last;
        if (batch.ProducerEpoch != last.Epoch)
        {
            return new ProducerCheck(
                batch.ProducerEpoch < last.Epoch ? ProducerCheckStatus.InvalidProducerEpoch
                : batch.BaseSequence == 0 ? ProducerCheckStatus.Accepted
                : ProducerCheckStatus.OutOfOrderSequence);
        }

        for (int i = producer.Count - 1; i >= 0; i--)
        {
            ProducerBatch known = producer[i];
            if (known.Epoch == batch.ProducerEpoch && known.BaseSequence == batch.BaseSequence && known.LastSequence == batch.LastSequence)
            {
                return new ProducerCheck(ProducerCheckStatus.Duplicate, known.BaseOffset, known.NextOffset);
            }
        }

        return new ProducerCheck(
            batch.BaseSequence == RecordBatch.AddSequence(last.LastSequence, 1)
                ? ProducerCheckStatus.Accepted
                : ProducerCheckStatus.OutOfOrderSequence);
    }

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

            if (producer[0].BaseOffset >= committedEnd)
            {
                unsettled.Add(id);
            }
        }

        return new RememberedBatches(offsets, unsettled);
    }

    /// <summary>Forgets producers whose last batch has a timestamp below <paramref name="timestampMs"/>; returns how many.</summary>
    public int ExpireBefore(long timestampMs)
    {
        int before = _producers.Count;
        foreach ((long id, ProducerEntry producer) in _producers)
        {
            if (producer.Last.TimestampMs < timestampMs)
            {
                _producers.Remove(id);
            }
        }

        return before - _producers.Count;
    }

    /// <summary>Takes an appended batch into account; it is in the log, so it is not checked again.</summary>
    internal void Note(in RecordBatchHeader batch)
    {
        if (!batch.HasProducerId || batch.IsControl)
        {
            return;
        }

        if (!_producers.TryGetValue(batch.ProducerId, out ProducerEntry? producer))
        {
            producer = new ProducerEntry(batch.BaseOffset);
            _producers.Add(batch.ProducerId, producer);
        }

        producer.Add(ProducerBatch.Of(batch));
    }

    internal void Restore(long producerId, ProducerEntry producer) => _producers.Add(producerId, producer);

    /// <summary>
    /// Goes back to what was known at an earlier log end. False when that cannot be told from what is remembered: the table must be rebuilt
    /// from the log then. At most five batches a producer are remembered, so it is rare.
    /// </summary>
    internal bool TryTruncate(Offset end)
    {
        bool isComplete = true;
        foreach ((long id, ProducerEntry producer) in _producers)
        {
            if (!producer.TryTruncate(end))
            {
                _producers.Remove(id);
                isComplete &= producer.FirstSeen >= end;
            }
        }

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

    internal void Clear() => _producers.Clear();
}
