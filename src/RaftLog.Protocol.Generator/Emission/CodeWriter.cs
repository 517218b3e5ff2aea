using System.Text;

namespace RaftLog.Protocol.Generator.Emission;

/// <summary>Indented C# text.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(line);
        }

        _text.Append('\n');
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    public void Close()
    {
        _depth--;
        Line("}");
    }

    /// <summary>Writes a body under a condition, or bare where there is none to test.</summary>
    public void When(string? condition, Action body)
    {
        if (condition is null)
        {
            body();
            return;
        }

        Open($"if ({condition})");
        body();
        Close();
    }

    public override string ToString() => _text.ToString();
}
