namespace RaftLog.Interop.Tests;

/// <summary>A Kafka client that is not ours, installed unchanged, driven through a few lines of its own language.</summary>
internal abstract class ForeignClient
{
    /// <summary>How the client is named in test names.</summary>
    public required string Name { get; init; }

    /// <summary>The codecs that its producer has.</summary>
    public required IReadOnlyList<string> Codecs { get; init; }

    /// <summary>What it cannot do, with the reason; all else is tested.</summary>
    public IReadOnlyDictionary<Capability, string> Lacks { get; init; } = new Dictionary<Capability, string>();

    public bool Has(Capability capability) => !Lacks.ContainsKey(capability);

    /// <summary>The headers that a consumer must report for a record that this client produced.</summary>
    public virtual string ExpectedHeaders(ForeignRecord record) => $"trace={record.Header}";

    /// <summary>A producer of the records that are written to it line by line; it ends with its input.</summary>
    public abstract ForeignProcess StartProducer(string topic, string codec, bool idempotent);

    public abstract ForeignConsumer StartConsumer(
        string topic, string group, string isolation = "read_uncommitted", GroupProtocol protocol = GroupProtocol.Classic);

    /// <summary>Starts one of the longer commands of the line protocol.</summary>
    public abstract ForeignProcess Start(string command, params string[] arguments);

    /// <summary>Runs one of the shorter commands of the line protocol and returns what it prints, cut into fields.</summary>
    public abstract Task<IReadOnlyList<string[]>> AskAsync(string command, CancellationToken cancellation, params string[] arguments);

    public async Task ProduceAsync(string topic, IEnumerable<ForeignRecord> records, string codec, CancellationToken cancellation)
    {
        await using ForeignProcess producer = StartProducer(topic, codec, Has(Capability.IdempotentProducer));
        await producer.WriteLinesAsync(records.Select(Line), cancellation);
        await producer.EndAsync(cancellation);
    }

    /// <summary>The record as <see cref="StartProducer"/> takes it.</summary>
    public virtual string Line(ForeignRecord record) => record.ToLine();

    public override string ToString() => Name;
}
