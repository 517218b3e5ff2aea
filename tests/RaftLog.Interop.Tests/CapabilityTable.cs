using System.Text;

namespace RaftLog.Interop.Tests;

/// <summary>The clients and their capabilities as a table in Markdown.</summary>
internal static class CapabilityTable
{
    public static string Write(IReadOnlyList<ForeignClient> clients)
    {
        var text = new StringBuilder();
        Row(text, ["", .. clients.Select(client => client.Name)]);
        Row(text, Enumerable.Repeat("---", clients.Count + 1));
        Row(text, ["codecs", .. clients.Select(client => string.Join(", ", client.Codecs))]);
        foreach (Capability capability in Enum.GetValues<Capability>())
        {
            Row(text, [$"{capability}", .. clients.Select(client => client.Lacks.TryGetValue(capability, out string? why) ? $"no: {why}" : "yes")]);
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
