using System.Diagnostics.Metrics;

namespace RaftLog.Server.Metrics;

/// <summary>Makes the meters of one broker and marks them as its own, so that brokers in one process are not counted together.</summary>
internal sealed class MeterFactory : IMeterFactory
{
    private readonly Lock _lock = new();
    private readonly List<Meter> _meters = []; // Guarded by _lock.

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        lock (_lock)
        {
            _meters.Add(meter);
        }

        return meter;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _meters.ForEach(meter => meter.Dispose());
            _meters.Clear();
        }
    }
}
