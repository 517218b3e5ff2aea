using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Where the transactions of a log begin that are open, or whose marker was not seen committed yet: the first of them is the end of what a
/// read_committed consumer may see. Owned by the log's writer.
/// </summary>
internal sealed class OpenTransactions
{
    // Every transaction begins with a batch of its own, so their offsets differ.
    private readonly SortedSet<Offset> _first = [];

    // Those of them that have a marker, in the order of the markers.
    private readonly Queue<(Offset First, Offset Marker)> _ended = new();

    public void Begin(Offset first) => _first.Add(first);

    public void End(Offset first, Offset marker) => _ended.Enqueue((first, marker));

    /// <summary>The last stable offset: everything below is decided and committed.</summary>
    /// <param name="highWatermark">The end of what is committed; it never goes back.</param>
    public Offset Stable(Offset highWatermark)
    {
        while (_ended.TryPeek(out (Offset First, Offset Marker) ended) && ended.Marker < highWatermark)
        {
            _ended.Dequeue();
            _first.Remove(ended.First);
        }

        return _first.Count > 0 && _first.Min < highWatermark ? _first.Min : highWatermark;
    }

    /// <summary>Begins anew with what is known of the producers.</summary>
    public void Rebuild(IEnumerable<ProducerEntry> producers)
    {
        _first.Clear();
        _ended.Clear();
        var ended = new List<(Offset First, Offset Marker)>();
        foreach (ProducerEntry producer in producers)
        {
            if (producer.OpenSince is { } open)
            {
                _first.Add(open);
            }

            for (int i = 0; i < producer.MarkerCount; i++)
            {
                if (producer.Marker(i) is { First: { } first } marker)
                {
                    _first.Add(first);
                    ended.Add((first, marker.Offset));
                }
            }
        }

        foreach ((Offset First, Offset Marker) one in ended.OrderBy(one => one.Marker))
        {
            _ended.Enqueue(one);
        }
    }
}
