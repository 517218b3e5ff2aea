using System.Diagnostics.Metrics;

namespace RaftLog.Server.Metrics;

/// <summary>
/// Listens to the meters of this process and writes what they measured as Prometheus text (exposition format 0.0.4). Measuring is lock-free
/// once a series exists; only scrapes wait for each other.
/// </summary>
internal sealed class PrometheusExporter : IDisposable
{
    // A tag with unbounded values would otherwise fill memory; what is beyond is counted in the series without tags.
    internal const int MaxSeriesPerInstrument = 2_000;

    private readonly Predicate<Meter> _wanted;
    private readonly MeterListener _listener = new();
    private readonly Lock _families = new();
    private readonly Lock _scrape = new();
    private readonly SortedDictionary<string, MetricFamily> _byName = new(StringComparer.Ordinal); // Guarded by _families.

    /// <summary>Starts to listen to the meters that <paramref name="wanted"/> picks.</summary>
    public PrometheusExporter(Predicate<Meter> wanted)
    {
        _wanted = wanted;
        _listener.InstrumentPublished = Published;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => Record(family, (double)value, tags));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments for their values and writes all series.</summary>
    public void WriteTo(TextWriter output)
    {
        lock (_scrape)
        {
            MetricFamily[] families;
            lock (_families)
            {
                families = [.. _byName.Values];
            }

            foreach (var family in families)
            {
                family.ForgetObserved();
            }

            _listener.RecordObservableInstruments();
            foreach (var family in families)
            {
                family.WriteTo(output);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);

    private void Published(Instrument instrument, MeterListener listener)
    {
        if (_wanted(instrument.Meter))
        {
            listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
        }
    }

    private MetricFamily FamilyOf(Instrument instrument)
    {
        var created = MetricFamily.For(instrument);
        lock (_families)
        {
            // Two meters may publish an instrument of the same name (a meter made anew): one family, or the text would be invalid.
            if (!_byName.TryGetValue(created.Name, out var family))
            {
                _byName.Add(created.Name, family = created);
            }

            return family;
        }
    }
}
