using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RaftLog.Protocol.Generator;

/// <summary>A diagnostic in a form that compares by value and does not keep syntax trees alive.</summary>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor, string Path, TextSpan Span, LinePositionSpan Lines, EquatableList<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, ISymbol where, params string[] arguments)
    {
        var location = where.Locations[0];
        var lines = location.GetLineSpan();
        return new DiagnosticInfo(descriptor, lines.Path, location.SourceSpan, lines.Span, new EquatableList<string>(arguments));
    }

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Location.Create(Path, Span, Lines), [.. Arguments]);
}
