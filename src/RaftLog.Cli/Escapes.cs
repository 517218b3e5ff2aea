using System.Text;

namespace RaftLog.Cli;

/// <summary>The escapes that shells make hard to type: <c>\n</c>, <c>\t</c>, <c>\0</c> and <c>\\</c>.</summary>
internal static class Escapes
{
    /// <summary>Replaces the escapes; any other backslash stands for itself.</summary>
    public static string Expand(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char? meant = text[i] == '\\' && i + 1 < text.Length ? Meaning(text[i + 1]) : null;
            expanded.Append(meant ?? text[i]);
            i += meant is null ? 0 : 1;
        }

        return expanded.ToString();
    }

    private static char? Meaning(char escaped) => escaped switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        '\\' => '\\',
        _ => null,
    };
}
