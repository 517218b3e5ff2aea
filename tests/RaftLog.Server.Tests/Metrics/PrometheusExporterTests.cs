using System.Diagnostics.Metrics;
using RaftLog.Server.Metrics;
using RaftLog.Tests;

namespace RaftLog.Server.Tests.Metrics;

public sealed class PrometheusExporterTests
{
    private Meter _meter = null!;
    private PrometheusExporter _exporter = null!;

    [SetUp]
    public void CreateExporter()
    {
        _meter = new Meter("test");
        _exporter = new PrometheusExporter(meter => ReferenceEquals(meter, _meter));
    }

    [TearDown]
    public void Dispose()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Test]
    public void Counter_AddsUp_AndEndsInTotal()
    {
        var counter = _meter.CreateCounter<long>("raftlog.records", "{record}", "Records taken.");
        counter.Add(2);
        counter.Add(3);

        Assert.That(Scrape(), Is.EqualTo("# HELP raftlog_records_total Records taken.\n# TYPE raftlog_records_total counter\nraftlog_records_total 5\n"));
    }

    [Test]
    public void Tags_BecomeLabels_Escaped()
    {
        _meter.CreateGauge<int>("size", "By").Record(7, new KeyValuePair<string, object?>("topic.name", "a\"b\\c\nd"));

        Assert.That(Scrape(), Does.Contain("size_bytes{topic_name=\"a\\\"b\\\\c\\nd\"} 7\n"));
    }

    [Test]
    public void Measurement_WithOneTag_MakesNoGarbage_AndEachValueItsSeries()
    {
        var counter = _meter.CreateCounter<long>("frames");
        KeyValuePair<string, object?>[] lanes = [new("lane", "control"), new("lane", "bulk")];
        double bytes = AllocationMeter.BytesOnThread(
            () =>
            {
                counter.Add(1, lanes[0]);
                counter.Add(2, lanes[1]);
            });

        Assert.That(bytes, Is.Zero);
        Assert.That(Scrape(), Does.Contain("frames_total{lane=\"bulk\"} 6000\n").And.Contain("frames_total{lane=\"control\"} 3000\n"));
    }

    [Test]
    public void Histogram_CumulatesItsBuckets()
    {
        var histogram = _meter.CreateHistogram(
            "wait", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        histogram.Record(0.1);
        histogram.Record(0.5);
        histogram.Record(7);

        Assert.That(
            Scrape(),
            Does.EndWith("wait_seconds_bucket{le=\"0.1\"} 1\nwait_seconds_bucket{le=\"1\"} 2\nwait_seconds_bucket{le=\"+Inf\"} 3\nwait_seconds_sum 7.6\nwait_seconds_count 3\n"));
    }

    [Test]
    public void ObservedSeries_DisappearsWithItsSubject()
    {
        Measurement<int>[] seen = [new(1, new KeyValuePair<string, object?>("peer", 2))];
        _meter.CreateObservableGauge("queue", () => seen);

        Assert.That(Scrape(), Does.Contain("queue{peer=\"2\"} 1"));
        seen = [];
        Assert.That(Scrape(), Is.Empty);
    }

    [Test]
    public void SeriesBeyondTheLimit_AreCountedTogether()
    {
        var counter = _meter.CreateCounter<int>("many");
        for (int i = 0; i < PrometheusExporter.MaxSeriesPerInstrument + 10; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        }

        Assert.That(Scrape(), Does.Contain("many_total 10\n"));
    }

    [Test]
    public void OtherMeters_AreNotListenedTo()
    {
        using var other = new Meter("other");
        other.CreateCounter<int>("x").Add(1);

        Assert.That(Scrape(), Is.Empty);
    }

    private string Scrape()
    {
        using var text = new StringWriter();
        _exporter.WriteTo(text);
        return text.ToString();
    }
}
