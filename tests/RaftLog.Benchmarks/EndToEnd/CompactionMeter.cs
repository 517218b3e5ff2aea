using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>How much the brokers of a cluster have compacted so far, as their metrics say.</summary>
internal sealed class CompactionMeter(LocalBrokers brokers) : IDisposable
{
    private const string Metric = "raftlog_broker_compaction_read";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new();

    /// <summary>The bytes that compaction has read, on all brokers together.</summary>
    public async Task<double> BytesReadAsync(CancellationToken cancellation)
    {
        double bytes = 0;
        foreach (BrokerProcess broker in brokers.Brokers)
        {
            string text = await _http.GetStringAsync(new Uri(broker.Node.Http, "metrics"), cancellation);
            foreach (string line in text.Split('\n').Where(line => line.StartsWith(Metric, StringComparison.Ordinal)))
            {
                bytes += double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
            }
        }

        return bytes;
    }

    /// <summary>Waits until nothing is compacted any more, so that what comes next pays for itself only.</summary>
    public async Task WaitUntilIdleAsync(CancellationToken cancellation)
    {
        double before = -1;
        double now = await BytesReadAsync(cancellation);
        while (now > before)
        {
            before = now;
            for (var waited = TimeSpan.Zero; waited < Calm && now == before; waited += Poll)
            {
                await Task.Delay(Poll, cancellation);
                now = await BytesReadAsync(cancellation);
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
