using System.Diagnostics.Metrics;

namespace RaftLog.Metadata;

/// <summary>What the metadata layer counts, under the meter <c>RaftLog.Metadata</c>.</summary>
internal sealed class MetadataMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _entries;
    private readonly Counter<long> _records;
    private readonly Histogram<int> _requestsPerEntry;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">Makes the meter, which it owns; null for a meter of our own.</param>
    /// <param name="store">What the gauges look at.</param>
    public MetadataMetrics(IMeterFactory? factory, MetadataStore store)
    {
        _meter = factory is null ? new Meter("RaftLog.Metadata") : factory.Create("RaftLog.Metadata");
        _entries = _meter.CreateCounter<long>("raftlog.metadata.entries", "{entry}", "Entries of the metadata log applied here.");
        _records = _meter.CreateCounter<long>("raftlog.metadata.records", "{record}", "Metadata records applied here.");
        _requestsPerEntry = _meter.CreateHistogram<int>("raftlog.metadata.controller.entry.requests", "{request}", "Requests that the controller put in one entry.");
        _meter.CreateObservableGauge("raftlog.metadata.index", () => store.Current.Index.Value, "{entry}", "The last metadata entry applied here.");
        _meter.CreateObservableGauge("raftlog.metadata.topics", () => store.Current.Topics.Count, "{topic}", "Topics of the cluster.");
        _meter.CreateObservableGauge("raftlog.metadata.brokers", () => store.Current.Brokers.Count, "{broker}", "Registered brokers.");
        _meter.CreateObservableGauge("raftlog.metadata.brokers.fenced", () => store.Current.Brokers.All.Count(broker => broker.IsFenced), "{broker}", "Registered brokers that are held to be gone.");
        _meter.CreateObservableGauge("raftlog.metadata.transactional_ids", () => store.Current.Transactions.ById.Count, "{id}", "Transactional ids that are known.");
        _meter.CreateObservableGauge(
            "raftlog.metadata.transactions.ending", () => store.Current.Transactions.Ending.Count, "{transaction}", "Transactions that are decided and of which partitions have to be told.");
    }

    /// <summary>An entry was applied.</summary>
    public void EntryApplied(int records)
    {
        _entries.Add(1);
        _records.Add(records);
    }

    /// <summary>The controller committed an entry.</summary>
    public void EntryCommitted(int requests) => _requestsPerEntry.Record(requests);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
