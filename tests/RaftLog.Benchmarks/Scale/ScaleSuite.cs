using System.Globalization;
using RaftLog.Benchmarks.Results;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.Scale;

/// <summary>
/// Measures how cost grows in each dimension, each value on a cluster of its own. A series that is complete goes into its table in the page and into its picture,
/// so that the others stay as they are when only some are measured.
/// </summary>
internal sealed class ScaleSuite(TextWriter output, string? folder)
{
    public async Task RunAsync(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        (string commit, bool dirty) = await SourceState.ReadAsync(Checkout.Root, cancellation);
        foreach (ScaleSeries series in ScaleSeries.All.Where(series => names.Count == 0 || names.Contains(series.Name)))
        {
            string origin = string.Create(
                CultureInfo.InvariantCulture, $"Commit {commit}{(dirty ? " with changes on top" : "")}, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC.");
            var points = new List<ScalePoint>();
            await output.WriteLineAsync(ScaleTable.Head(series));
            foreach (int x in series.Values)
            {
                ScalePoint point = await ScaleMeter.MeasureAsync(x, series.Load(x), cancellation);
                points.Add(point);
                await output.WriteLineAsync(ScaleTable.Row(point));
            }

            await output.WriteLineAsync();
            if (folder is not null)
            {
                string page = Path.Combine(folder, "scale.md");
                string text = await File.ReadAllTextAsync(page, cancellation);
                await File.WriteAllTextAsync(page, ScaleTable.Replace(text, series, origin, points), cancellation);
                await File.WriteAllTextAsync(Path.Combine(folder, $"scale-{series.Name}.svg"), ScalePlot.Draw(series, points), cancellation);
            }
        }
    }
}
