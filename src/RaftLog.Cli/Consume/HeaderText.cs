using System.Text;

namespace RaftLog.Cli.Consume;

/// <summary>Bytes that are most often text, as text.</summary>
internal static class HeaderText
{
    /// <summary>The bytes read as UTF-8; null stays null.</summary>
    public static string? Of(ReadOnlyMemory<byte>? bytes) => bytes is { } present ? Encoding.UTF8.GetString(present.Span) : null;
}
