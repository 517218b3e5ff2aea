using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RaftLog.Server.Metrics;

/// <summary>All series of one instrument: one for each combination of tags.</summary>
internal sealed class MetricFamily
{
    // Powers that fit times from a flush of the fastest disk to a stuck request. In seconds, as OpenTelemetry asks.
    private static readonly double[] TimeBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] SizeBounds = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];

    private readonly string _help;
    private readonly MetricKind _kind;
    private readonly double[] _bounds;
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    // The same series by their tag, of those that have just one: what is measured for each batch must not spell out its labels each time.
    private readonly ConcurrentDictionary<(string Key, string Value), MetricSeries> _byTag = new();

    private MetricFamily(string name, string help, MetricKind kind, double[] bounds)
    {
        Name = name;
        _help = help;
        _kind = kind;
        _bounds = bounds;
    }

    public string Name { get; }

    public static MetricFamily For(Instrument instrument)
    {
        var kind = KindOf(instrument);
        string name = PrometheusText.Name(instrument.Name, instrument.Unit, isCounter: kind is MetricKind.Counter or MetricKind.ObservedCounter);
        return new MetricFamily(name, instrument.Description ?? instrument.Name, kind, kind == MetricKind.Histogram ? BoundsOf(instrument) : []);
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = SeriesOf(tags);
        switch (_kind)
        {
            case MetricKind.Counter:
            case MetricKind.UpDownCounter:
                series.Add(value);
                break;
            case MetricKind.Histogram:
                series.Count(value);
                break;
            default:
                series.Set(value);
                break;
        }
    }

    /// <summary>Drops observed values, so that a series whose subject is gone does not stay for ever.</summary>
    public void ForgetObserved()
    {
        if (IsObserved)
        {
            _series.Clear();
        }
    }

    public void WriteTo(TextWriter output)
    {
        if (_series.IsEmpty)
        {
            return;
        }

        output.Write($"# HELP {Name} {PrometheusText.EscapeHelp(_help)}\n# TYPE {Name} {TypeWord}\n");
        foreach (var (labels, series) in _series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            series.WriteTo(output, Name, labels);
        }
    }

    private bool IsObserved => _kind is MetricKind.ObservedGauge or MetricKind.ObservedCounter;

    private string TypeWord => _kind switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private MetricSeries SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length != 1 || tags[0].Value is not string value || IsObserved)
        {
            return SeriesOfLabels(tags);
        }

        (string Key, string Value) tag = (tags[0].Key, value);
        if (_byTag.TryGetValue(tag, out var known))
        {
            return known;
        }

        var series = SeriesOfLabels(tags);
        if (_byTag.Count < PrometheusExporter.MaxSeriesPerInstrument)
        {
            _byTag.TryAdd(tag, series);
        }

        return series;
    }

    private MetricSeries SeriesOfLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = tags.IsEmpty ? "" : PrometheusText.Labels(tags);
        if (_series.TryGetValue(labels, out var series))
        {
            return series;
        }

        return _series.GetOrAdd(_series.Count < PrometheusExporter.MaxSeriesPerInstrument ? labels : "", _ => new MetricSeries(_bounds));
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        // The instrument's generic definition is the only thing that tells its kind.
        string type = instrument.GetType().Name;
        return type switch
        {
            _ when type.StartsWith("Counter", StringComparison.Ordinal) => MetricKind.Counter,
            _ when type.StartsWith("UpDownCounter", StringComparison.Ordinal) => MetricKind.UpDownCounter,
            _ when type.StartsWith("Histogram", StringComparison.Ordinal) => MetricKind.Histogram,
            _ when type.StartsWith("ObservableCounter", StringComparison.Ordinal) => MetricKind.ObservedCounter,
            _ when instrument.IsObservable => MetricKind.ObservedGauge,
            _ => MetricKind.Gauge,
        };
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => instrument.Unit == "s" ? TimeBounds : SizeBounds,
    };
}
