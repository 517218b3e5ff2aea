using System.Globalization;
using Spectre.Console;

namespace RaftLog.Demo;

/// <summary>The verdict of the demo.</summary>
internal sealed class DemoReport(IReadOnlyList<TextFile> files, DemoProducer producer, DemoReader reader, long records, TimeSpan elapsed)
{
    private readonly long _acknowledged = producer.Acks.Acknowledged;
    private readonly long _duplicated = reader.Duplicates();
    private readonly string[] _different = [.. files.Where(f => !reader.Rebuild(f.Path).AsSpan().SequenceEqual(f.Content.Span)).Select(f => f.Path)];

    private long Lost => Math.Max(0, _acknowledged - (reader.Read - _duplicated));

    /// <summary>Whether everything was acknowledged, nothing is lost or doubled, and every file came back as it was.</summary>
    public bool Passed => _acknowledged == records && Lost == 0 && _duplicated == 0 && _different.Length == 0 && producer.Acks.Failure is null;

    /// <summary>Prints the table, and the files that differ.</summary>
    public void Print()
    {
        Table table = new Table().AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        Row(table, "records", records);
        Row(table, "acknowledged", _acknowledged);
        table.AddRow("read", string.Create(CultureInfo.InvariantCulture, $"{reader.Read:N0} ({string.Join(" + ", reader.PerMember.Select(n => n.ToString("N0", CultureInfo.InvariantCulture)))})"));
        Row(table, "lost", Lost);
        Row(table, "duplicated", _duplicated);
        table.AddRow("longest gap at the kill", string.Create(CultureInfo.InvariantCulture, $"{producer.Acks.LongestGap.TotalMilliseconds:N0} ms"));
        table.AddRow("files identical", string.Create(CultureInfo.InvariantCulture, $"{files.Count - _different.Length:N0} of {files.Count:N0}"));
        table.AddRow("time", string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:F1} s"));
        AnsiConsole.Write(table);

        foreach (string path in _different.Take(10))
        {
            AnsiConsole.WriteLine($"differs: {path}");
        }

        if (producer.Acks.Failure is { } failure)
        {
            AnsiConsole.WriteLine($"first failure: {failure.Message}");
        }

        AnsiConsole.WriteLine(Passed ? "Passed: nothing lost, nothing doubled, every file identical." : "FAILED.");
    }

    private static void Row(Table table, string name, long value) => table.AddRow(name, value.ToString("N0", CultureInfo.InvariantCulture));
}
