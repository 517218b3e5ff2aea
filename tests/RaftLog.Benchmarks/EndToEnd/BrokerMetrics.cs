using System.Globalization;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>Reads the metrics that brokers show over HTTP.</summary>
internal sealed class BrokerMetrics(LocalBrokers brokers) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>The metrics of each broker, as text.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellation)
    {
        var texts = new List<string>();
        foreach (BrokerProcess broker in brokers.Brokers)
        {
            texts.Add(await _http.GetStringAsync(new Uri(broker.Node.Http, "metrics"), cancellation));
        }

        return texts;
    }

    /// <summary>The sum of a metric's series in all texts.</summary>
    /// <param name="texts">What brokers showed.</param>
    /// <param name="metric">The beginning of the metric's name.</param>
    /// <param name="label">A label that a series must have, as <c>name="value"</c>; null takes all.</param>
    public static double Sum(IEnumerable<string> texts, string metric, string? label = null) => texts
        .SelectMany(text => text.Split('\n'))
        .Where(line => line.StartsWith(metric, StringComparison.Ordinal) && (label is null || line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public void Dispose() => _http.Dispose();
}
