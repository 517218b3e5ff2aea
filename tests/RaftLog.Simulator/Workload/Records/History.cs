using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Workload.Records;

/// <summary>
/// What clients know: what was sent, what became of it, and what was read where. An offset that was seen with a record must never be seen
/// with another, and a record is at one offset only.
/// </summary>
internal sealed class History(SimulatedWorld world)
{
    private readonly Dictionary<(Place Place, long Offset), string> _seen = [];
    private readonly Dictionary<string, (Place Place, long Offset)> _whereabouts = [];
    private readonly Dictionary<string, SentBatch> _sent = [];
    private readonly Dictionary<Place, long> _ends = [];
    private readonly Dictionary<Place, long> _starts = [];
    private readonly HashSet<long> _producerIds = [];
    private readonly List<SentBatch> _batches = [];

    /// <summary>All that was ever sent, in that order.</summary>
    public IReadOnlyList<SentBatch> Batches => _batches;

    public List<ProducerSession> Sessions { get; } = [];

    /// <summary>How many records were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>How many records were read.</summary>
    public int Reads { get; private set; }

    /// <summary>The offset after the last record known to be committed in a partition.</summary>
    public long EndOf(Place place) => _ends.GetValueOrDefault(place);

    /// <summary>The first offset that may still be read in a partition, as far as a deletion of its records was acknowledged.</summary>
    public long StartOf(Place place) => _starts.GetValueOrDefault(place);

    /// <summary>A deletion of the records below an offset was acknowledged.</summary>
    public void NoteStart(Place place, long offset) => _starts[place] = Math.Max(StartOf(place), offset);

    public void Send(SentBatch batch)
    {
        _batches.Add(batch);
        foreach (string value in batch.Values)
        {
            _sent.Add(value, batch);
        }
    }

    public void Acknowledge(SentBatch batch, Place place, long baseOffset)
    {
        world.Trace.Note(world.Now, "acknowledged in partition {0}: {2} records from offset {1}", batch.Partition, baseOffset, batch.Values.Count);
        batch.Outcome = SendOutcome.Acknowledged;
        batch.Place = place;
        batch.BaseOffset = baseOffset;
        Acknowledged += batch.Values.Count;
        for (int i = 0; i < batch.Values.Count && batch.Acks == SentBatch.AcksAll; i++)
        {
            See(place, baseOffset + i, batch.Values[i], "was acknowledged");
        }
    }

    /// <summary>A consumer got a record.</summary>
    public void Read(Place place, string topic, long offset, string value)
    {
        Reads++;
        if (!_sent.TryGetValue(value, out var batch) || batch.Topic != topic || batch.Partition != place.Partition)
        {
            world.Fail($"a phantom: {value} was read at offset {offset} of {place}, and was never sent there");
        }
        else if (batch.Outcome == SendOutcome.Refused)
        {
            world.Fail($"{value} was read at offset {offset} of {place}, and its producer was told that nothing was appended");
        }
        else
        {
            See(place, offset, value, "was read");
        }
    }

    /// <summary>A broker gave out a producer id: nobody may have it but the one who asked.</summary>
    public void NoteProducerId(long producerId)
    {
        if (!_producerIds.Add(producerId))
        {
            world.Fail($"producer id {producerId} was given out twice");
        }
    }

    private void See(Place place, long offset, string value, string how)
    {
        _ends[place] = Math.Max(EndOf(place), offset + 1);
        if (!_seen.TryAdd((place, offset), value) && _seen[(place, offset)] is var before && before != value)
        {
            world.Fail($"one offset, two records: {value} {how} at offset {offset} of {place}, where {before} was before");
        }

        if (!_whereabouts.TryAdd(value, (place, offset)) && _whereabouts[value] is var other && other != (place, offset))
        {
            bool isSentAnew = other.Place != place && _sent[value].IsRepeated;
            if (!isSentAnew)
            {
                world.Fail($"one record, two offsets: {value} {how} at offset {offset} of {place}, and is at {other.Offset} of {other.Place} as well");
            }
        }
    }
}
