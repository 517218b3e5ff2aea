using System.Net;
using System.Text;

namespace RaftLog.Chaos.Report;

/// <summary>Builds HTML and SVG text. Text from outside goes through <see cref="Text"/>.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends markup as it is.</summary>
    public Markup Raw(string markup)
    {
        _text.Append(markup).Append('\n');
        return this;
    }

    /// <summary>Text with everything escaped that means something in markup.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public override string ToString() => _text.ToString();
}
