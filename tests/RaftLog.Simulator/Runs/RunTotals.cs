using System.Globalization;

namespace RaftLog.Simulator.Runs;

/// <summary>What several seeds come to. Processes that share the work send theirs as a line.</summary>
internal sealed record RunTotals(int Seeds, int Failed, long Steps, TimeSpan Simulated)
{
    public const string Prefix = "totals ";

    public static RunTotals None { get; } = new(0, 0, 0, TimeSpan.Zero);

    public static RunTotals operator +(RunTotals one, RunTotals other) =>
        new(one.Seeds + other.Seeds, one.Failed + other.Failed, one.Steps + other.Steps, one.Simulated + other.Simulated);

    public static RunTotals Read(string line)
    {
        long[] numbers = [.. line[Prefix.Length..].Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new RunTotals((int)numbers[0], (int)numbers[1], numbers[2], TimeSpan.FromTicks(numbers[3]));
    }

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Seeds} {Failed} {Steps} {Simulated.Ticks}");

    /// <summary>In words, with what that makes a minute.</summary>
    public string Summary(TimeSpan took)
    {
        double minutes = took.TotalMinutes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Seeds} seeds, {Failed} failed, {Steps} steps, {Simulated.TotalHours:F2} simulated hours in {minutes:F2} min: "
            + $"{Seeds / minutes:F1} seeds/min, {Steps / minutes:F0} steps/min, {Simulated.TotalHours / minutes:F2} simulated hours/min");
    }
}
