namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>What a run of the suite is to do.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="FlushModes">The flush modes in which rows are measured.</param>
/// <param name="Repeats">How often each is.</param>
/// <param name="Scale">The share of the usual amount of work; 1 except for a quick look.</param>
/// <param name="Settings">Settings of the brokers, as <c>Key=value</c>.</param>
internal sealed record SuiteOptions(IReadOnlyList<Row> Rows, IReadOnlyList<string> FlushModes, int Repeats, double Scale, string[] Settings);
