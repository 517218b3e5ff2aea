using RaftLog.Benchmarks.Scale;

namespace RaftLog.Benchmarks.Tests;

public sealed class ScaleTests
{
    private const string Begin = "<!-- brokers: begin of what 'make bench-scale' writes -->";
    private const string End = "<!-- brokers: end of what 'make bench-scale' writes -->";

    private static readonly ScaleSeries Brokers = ScaleSeries.All.Single(series => series.Name == "brokers");
    private static readonly ScalePoint One = new(1, new FullSpeed(2_000_000, 0.5, 2_500, 4, 100, 0), 200, 0.2, 0.9, 300);
    private static readonly ScalePoint Three = new(3, new FullSpeed(1_000_000, 1.5, 2_500, 4, 300, 0.1), 100, 0.4, 1.9, 320);

    [Test]
    public void Table_ReplacesWhatStandsBetweenItsMarks_AndNothingElse()
    {
        string page = ScaleTable.Replace($"before\n{Begin}\nold\n{End}\nafter\n", Brokers, "Somewhere.", [One, Three]);

        Assert.That(page, Does.StartWith($"before\n{Begin}\n\nSomewhere.\n\n| brokers").And.EndWith($"{End}\nafter\n").And.Not.Contain("old"));
        Assert.That(page, Does.Contain("| 1 | 2,000,000 | 200 | 0.50 | 2,500 | 4.0 | 100 | 0.20 | 0.9 | 300 | 0 % |\n| 3 | 1,000,000 |"));
        Assert.That(ScaleTable.Replace(page, Brokers, "Somewhere.", [One, Three]), Is.EqualTo(page));
    }

    [Test]
    public void PageWithoutMarks_IsRefused() =>
        Assert.That(() => ScaleTable.Replace("no marks", Brokers, "", [One]), Throws.TypeOf<BenchmarkException>().With.Message.Contains("brokers: begin"));

    [Test]
    public void EveryValueOfEverySeries_IsALoadThatProducersTake()
    {
        foreach (ScaleSeries series in ScaleSeries.All)
        {
            foreach (int value in series.Values)
            {
                Assert.That(() => series.Load(value).Options("localhost:9092").Validate(), Throws.Nothing, $"{series.Name} {value}");
            }
        }
    }

    [Test]
    public void Table_HasAsManyCellsAsHeadings()
    {
        string[] head = ScaleTable.Head(Brokers).Split('\n');

        Assert.That(head.Select(Cells), Is.All.EqualTo(Cells(ScaleTable.Row(One))));

        static int Cells(string line) => line.Count(c => c == '|');
    }

    [Test]
    public void Picture_HasAPointForEachValue_InEachPlot()
    {
        string svg = ScalePlot.Draw(Brokers, [One, Three]);

        Assert.That(svg, Does.StartWith("<svg").And.EndWith("</svg>\n"));
        Assert.That(svg.Split("<polyline").Length - 1, Is.EqualTo(6));
        Assert.That(svg.Split("<circle").Length - 1, Is.EqualTo(12));
    }

    [Test]
    public void Zero_HasNoPlaceOnALogarithmicAxis()
    {
        string svg = ScalePlot.Draw(Brokers, [One with { MemoryMiB = 0 }, Three]);

        Assert.That(svg.Split("<circle").Length - 1, Is.EqualTo(11));
        Assert.That(svg, Does.Not.Contain("NaN").And.Not.Contain("Infinity"));
    }

    [Test]
    public void Axis_ReachesFromAPowerOfTenToAnother_AlsoForASingleValue()
    {
        var axis = LogAxis.Over([30, 400], 0, 100);

        Assert.That(axis.Powers, Is.EqualTo(new double[] { 10, 100, 1_000 }).Within(1e-9));
        Assert.That(axis.At(100), Is.EqualTo(50).Within(1e-9));
        Assert.That(LogAxis.Over([10], 0, 100).At(10), Is.Zero.Within(1e-9));
    }
}
