using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>What one idempotent producer appended last: its epoch and its last batches, as many as a client may have in flight.</summary>
internal sealed class ProducerEntry
{
    /// <summary>Kafka's bound of <c>max.in.flight.requests.per.connection</c> for idempotent producers.</summary>
    public const int MaxBatches = 5;

    // A ring of Count batches that begins at _first.
    private readonly ProducerBatch[] _batches = new ProducerBatch[MaxBatches];
    private int _first;

    public ProducerEntry(Offset firstSeen) => FirstSeen = firstSeen;

    /// <summary>The offset of the first batch ever seen of this producer; a truncation below it removes the producer.</summary>
    public Offset FirstSeen { get; }

    /// <summary>The number of batches remembered.</summary>
    public int Count { get; private set; }

    public ProducerBatch Last => this[Count - 1];

    /// <summary>The remembered batches from the oldest to the newest.</summary>
    public ProducerBatch this[int i] => _batches[(_first + i) % MaxBatches];

    public void Add(in ProducerBatch batch)
    {
        if (Count == MaxBatches)
        {
            _first = (_first + 1) % MaxBatches;
            Count--;
        }

        _batches[(_first + Count) % MaxBatches] = batch;
        Count++;
    }

    /// <summary>The same once more, to be changed without changing this one.</summary>
    public ProducerEntry Copy()
    {
        var copy = new ProducerEntry(FirstSeen);
        for (int i = 0; i < Count; i++)
        {
            copy.Add(this[i]);
        }

        return copy;
    }

    /// <summary>Forgets batches at or above an offset; false when none is left, so that what came before is not known any more.</summary>
    public bool TryTruncate(Offset end)
    {
        while (Count > 0 && Last.BaseOffset >= end)
        {
            Count--;
        }

        return Count > 0;
    }
}
