using Spectre.Console;

namespace RaftLog.Cli.Output;

/// <summary>Tables with plain borders; cells are text, never markup.</summary>
internal static class TableOutput
{
    /// <summary>A table with these columns. A column whose name begins with <c>#</c> holds numbers and is aligned to the right.</summary>
    public static Table Create(params IEnumerable<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string name in columns)
        {
            bool number = name.StartsWith('#');
            var column = new TableColumn(new Text(number ? name[1..] : name)).NoWrap();
            table.AddColumn(number ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Adds a row.</summary>
    public static void Row(this Table table, params IEnumerable<object?> cells) =>
        table.AddRow(cells.Select(cell => new Text(cell?.ToString() ?? "-")));

    /// <summary>Prints the table.</summary>
    public static void Print(this Table table, CliContext context) => context.Console.Write(table);

    /// <summary>Numbers of brokers or partitions, joined by commas.</summary>
    public static string Join<T>(IEnumerable<T> values) => string.Join(',', values);
}
