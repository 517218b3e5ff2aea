using System.Globalization;
using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// How the files of a log are named: <c>{first offset}-{first index}.log</c> and <c>.index</c>, twenty digits each, so that names sort as the
/// log does and a person finds an offset.
/// </summary>
internal static class SegmentName
{
    public const string LogSuffix = ".log";
    public const string IndexSuffix = ".index";
    private const int Digits = 20;

    public static string Of(LogIndex firstIndex, Offset firstOffset) =>
        string.Create(CultureInfo.InvariantCulture, $"{firstOffset.Value:D20}-{firstIndex.Value:D20}{LogSuffix}");

    public static string IndexPathOf(string segmentPath) => Path.ChangeExtension(segmentPath, IndexSuffix);

    public static bool TryParse(string name, out LogIndex firstIndex, out Offset firstOffset)
    {
        firstIndex = default;
        firstOffset = default;
        if (name.Length != (2 * Digits) + 1 + LogSuffix.Length || name[Digits] != '-' || !name.EndsWith(LogSuffix, StringComparison.Ordinal)
            || !long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            || !long.TryParse(name.AsSpan(Digits + 1, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out long index))
        {
            return false;
        }

        firstIndex = new LogIndex(index);
        firstOffset = new Offset(offset);
        return true;
    }
}
