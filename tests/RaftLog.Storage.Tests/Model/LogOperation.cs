using System.Globalization;

namespace RaftLog.Storage.Tests;

/// <summary>One operation of a model test. It draws all it needs from its own seed, so it stays what it is when others are left out.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Seed">What everything else about it is drawn from.</param>
/// <param name="DiesAfter">The file operation of it before which the process dies; null when it lives.</param>
internal sealed record LogOperation(LogOperationKind Kind, int Seed, int? DiesAfter)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}#{Seed}{(DiesAfter is { } after ? $"+{after}" : "")}");
}
