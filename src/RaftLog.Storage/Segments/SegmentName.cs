using System.Globalization;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// How the files of a log are named: <c>{first offset}-{first index}.log</c> and <c>.index</c>, twenty digits each, so that names sort as the
/// log does and a person finds an offset. A cleaned segment has two more numbers behind, ten digits each: <c>-{generation}-{checksum of its frames}.log</c>.
/// Replicas clean by themselves, so what they have left of the same entries may differ; files of the same name hold the same.
/// </summary>
internal static class SegmentName
{
    public const string LogSuffix = ".log";
    public const string IndexSuffix = ".index";
    private const int Digits = 20;
    private const int CleanedDigits = 10;
    private const int PlainLength = (2 * Digits) + 1;
    private const int CleanedLength = PlainLength + (2 * (CleanedDigits + 1));

    public static string Of(LogIndex firstIndex, Offset firstOffset) =>
        string.Create(CultureInfo.InvariantCulture, $"{firstOffset.Value:D20}-{firstIndex.Value:D20}{LogSuffix}");

    public static string OfCleaned(LogIndex firstIndex, Offset firstOffset, int generation, uint checksum) =>
        string.Create(CultureInfo.InvariantCulture, $"{firstOffset.Value:D20}-{firstIndex.Value:D20}-{generation:D10}-{checksum:D10}{LogSuffix}");

    public static string IndexPathOf(string segmentPath) => Path.ChangeExtension(segmentPath, IndexSuffix);

    public static bool TryParse(string name, out LogIndex firstIndex, out Offset firstOffset) => TryParse(name, out firstIndex, out firstOffset, out _);

    /// <summary>Reads a name; the generation is 0 for a segment that is as it was appended.</summary>
    public static bool TryParse(string name, out LogIndex firstIndex, out Offset firstOffset, out int generation)
    {
        firstIndex = default;
        firstOffset = default;
        generation = 0;
        if (!name.EndsWith(LogSuffix, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> stem = name.AsSpan(0, name.Length - LogSuffix.Length);
        if ((stem.Length != PlainLength && stem.Length != CleanedLength) || stem[Digits] != '-'
            || !TryParse(stem[..Digits], out long offset)
            || !TryParse(stem[(Digits + 1)..PlainLength], out long index)
            || (stem.Length == CleanedLength && !TryParseCleaned(stem[PlainLength..], out generation)))
        {
            return false;
        }

        firstIndex = new LogIndex(index);
        firstOffset = new Offset(offset);
        return true;
    }

    /// <summary>Whether a file with this header may have the name.</summary>
    public static bool Fits(string name, in SegmentHeader header) =>
        TryParse(name, out LogIndex firstIndex, out Offset firstOffset, out int generation)
        && firstIndex == header.FirstIndex && firstOffset == header.FirstOffset && generation == (header.Cleaned?.Generation ?? 0)
        && generation > 0 == header.Cleaned is not null;

    private static bool TryParse(ReadOnlySpan<char> digits, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    // Generation zero is the plain name's.
    private static bool TryParseCleaned(ReadOnlySpan<char> text, out int generation)
    {
        generation = 0;
        return text[0] == '-' && text[CleanedDigits + 1] == '-'
            && int.TryParse(text[1..(CleanedDigits + 1)], NumberStyles.None, CultureInfo.InvariantCulture, out generation) && generation > 0
            && TryParse(text[(CleanedDigits + 2)..], out long checksum) && checksum <= uint.MaxValue;
    }
}
