namespace RaftLog.Chaos.History;

/// <summary>The producers of a run by name and by number; numbers begin at 1.</summary>
internal sealed class ProducerTable
{
    private readonly Dictionary<string, ProducerRecords> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProducerRecords>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<ProducerRecords> _all = [];

    public ProducerTable() => _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();

    public IReadOnlyList<ProducerRecords> All => _all;

    public ProducerRecords this[RecordId id] => _all[id.Producer - 1];

    public ProducerRecords Get(string name) => Get(name.AsSpan());

    /// <summary>The id of a record by its text; <see cref="RecordId.Strange"/> for any other text.</summary>
    public RecordId Identify(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        return colon > 0 && RecordName.TryParseSequence(text[(colon + 1)..], out long sequence)
            ? RecordId.Of(Get(text[..colon]).Number, sequence)
            : RecordId.Strange;
    }

    public string Name(RecordId id) => id switch
    {
        { IsNone: true } => "nothing",
        { IsStrange: true } => "something that is no record of the workload",
        _ => new RecordName(this[id].Name, id.Sequence).ToString(),
    };

    private ProducerRecords Get(ReadOnlySpan<char> name)
    {
        if (!_bySpan.TryGetValue(name, out ProducerRecords? producer))
        {
            producer = new ProducerRecords(_all.Count + 1, name.ToString());
            _all.Add(producer);
            _byName.Add(producer.Name, producer);
        }

        return producer;
    }
}
