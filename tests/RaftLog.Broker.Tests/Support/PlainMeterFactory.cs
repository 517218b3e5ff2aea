using System.Diagnostics.Metrics;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Makes meters that nobody listens to, unless a test does.</summary>
internal sealed class PlainMeterFactory : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
