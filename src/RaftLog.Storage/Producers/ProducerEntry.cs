using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// What one idempotent producer appended last: its epoch and its last batches, as many as a client may have in flight, and of its transactions the
/// one that is open and the last markers, as many as can be uncommitted.
/// </summary>
internal sealed class ProducerEntry
{
    /// <summary>Kafka's bound of <c>max.in.flight.requests.per.connection</c> for idempotent producers.</summary>
    public const int MaxBatches = 5;

    // A coordinator begins no transaction before the markers of the last one are committed, so one marker at most can still be truncated.
    public const int MaxMarkers = 2;

    // A ring of Count batches that begins at _first.
    private readonly ProducerBatch[] _batches = new ProducerBatch[MaxBatches];
    private int _first;

    // From the oldest; no array, for few producers have any.
    private ProducerMarker _previousMarker;
    private ProducerMarker _lastMarker;

    public ProducerEntry(Offset? firstBatch = null, Offset? firstMarker = null)
    {
        FirstBatch = firstBatch;
        FirstMarker = firstMarker;
    }

    /// <summary>The offset of the first batch ever seen of this producer; null before there is one.</summary>
    public Offset? FirstBatch { get; private set; }

    /// <summary>The offset of the first marker ever seen of this producer; null before there is one.</summary>
    public Offset? FirstMarker { get; private set; }

    /// <summary>The number of batches remembered.</summary>
    public int Count { get; private set; }

    /// <summary>The number of markers remembered.</summary>
    public int MarkerCount { get; private set; }

    /// <summary>Where the open transaction begins; null when none is open.</summary>
    public Offset? OpenSince { get; private set; }

    public bool IsEmpty => Count == 0 && MarkerCount == 0 && OpenSince is null;

    public ProducerBatch? Last => Count > 0 ? this[Count - 1] : null;

    public ProducerMarker? LastMarker => MarkerCount > 0 ? _lastMarker : null;

    /// <summary>Whether its last word is a marker.</summary>
    public bool EndsWithMarker => LastMarker is { } marker && (Last is not { } batch || batch.BaseOffset < marker.Offset);

    /// <summary>The epoch that it has now: of its last batch or marker, whichever came later.</summary>
    public short Epoch => EndsWithMarker ? _lastMarker.Epoch : Last?.Epoch ?? RecordBatchHeader.NoProducerEpoch;

    /// <summary>The time of its last batch or marker, whichever is later.</summary>
    public long TimestampMs => Math.Max(Last?.TimestampMs ?? long.MinValue, LastMarker?.TimestampMs ?? long.MinValue);

    /// <summary>When it was first looked at since it appended anything, on the clock of <see cref="ProducerStateTable.ForgetSilent"/>; null before that.</summary>
    public long? SilentSinceMs { get; set; }

    /// <summary>The remembered batches from the oldest to the newest.</summary>
    public ProducerBatch this[int i] => _batches[(_first + i) % MaxBatches];

    /// <summary>The remembered markers from the oldest to the newest.</summary>
    public ProducerMarker Marker(int i) => i == MarkerCount - 1 ? _lastMarker : _previousMarker;

    public void Add(in ProducerBatch batch)
    {
        SilentSinceMs = null;
        FirstBatch ??= batch.BaseOffset;
        if (Count == MaxBatches)
        {
            _first = (_first + 1) % MaxBatches;
            Count--;
        }

        _batches[(_first + Count) % MaxBatches] = batch;
        Count++;
    }

    /// <summary>A transaction begins; one that is open already goes on. False when nothing changed.</summary>
    public bool TryOpen(Offset first)
    {
        if (OpenSince is not null)
        {
            return false;
        }

        OpenSince = first;
        return true;
    }

    /// <summary>A marker ends what is open.</summary>
    public void Add(in ProducerMarker marker)
    {
        SilentSinceMs = null;
        FirstMarker ??= marker.Offset;
        _previousMarker = _lastMarker;
        _lastMarker = marker;
        MarkerCount = Math.Min(MarkerCount + 1, MaxMarkers);
        OpenSince = null;
    }

    /// <summary>The same once more, to be changed without changing this one.</summary>
    public ProducerEntry Copy()
    {
        var copy = new ProducerEntry(FirstBatch, FirstMarker)
        {
            Count = Count,
            MarkerCount = MarkerCount,
            OpenSince = OpenSince,
            _first = _first,
            _lastMarker = _lastMarker,
            _previousMarker = _previousMarker,
        };
        _batches.CopyTo(copy._batches, 0);
        return copy;
    }

    /// <summary>
    /// Forgets what is at or above an offset, and opens again what a forgotten marker had ended; false when what came before that is not known any more.
    /// </summary>
    /// <param name="end">The offset.</param>
    /// <param name="presumedOpen">
    /// Where a transaction is to be taken for open that may have been, when that is not known any more; null to leave it at that.
    /// </param>
    public bool TryTruncate(Offset end, Offset? presumedOpen = null)
    {
        bool hasForgottenMarkers = MarkerCount > 0 && FirstMarker < Marker(0).Offset;
        while (Count > 0 && this[Count - 1].BaseOffset >= end)
        {
            Count--;
        }

        while (MarkerCount > 0 && _lastMarker.Offset >= end)
        {
            OpenSince = _lastMarker.First;
            _lastMarker = _previousMarker;
            MarkerCount--;
        }

        if (OpenSince >= end)
        {
            OpenSince = null;
        }

        bool knowsMarkers = MarkerCount > 0 || !hasForgottenMarkers;
        if (!knowsMarkers)
        {
            OpenSince ??= presumedOpen;
        }

        FirstBatch = FirstBatch >= end ? null : FirstBatch;
        FirstMarker = FirstMarker >= end ? null : FirstMarker;
        return (Count > 0 || FirstBatch is null) && knowsMarkers;
    }
}
