using System.Globalization;

namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>A range of versions as declarations write it: <c>3</c>, <c>3-8</c>, <c>3+</c> or <c>none</c>. Both ends are included.</summary>
internal readonly record struct VersionRange(int Lowest, int Highest)
{
    public static readonly VersionRange None = new(0, -1);

    private const int Open = short.MaxValue;

    public bool IsEmpty => Lowest > Highest;

    public bool IsOpen => Highest == Open;

    public static bool TryParse(string? text, out VersionRange range)
    {
        range = None;
        if (text is null)
        {
            return false;
        }

        if (text == "none")
        {
            return true;
        }

        string[] ends = text.EndsWith("+", StringComparison.Ordinal) ? [text.Substring(0, text.Length - 1), $"{Open}"] : text.Split('-');
        if (ends.Length > 2 || !TryParseEnd(ends[0], out int lowest) || !TryParseEnd(ends[ends.Length - 1], out int highest))
        {
            return false;
        }

        range = new VersionRange(lowest, highest);
        return !range.IsEmpty;
    }

    public VersionRange Intersect(VersionRange other)
    {
        var common = new VersionRange(Math.Max(Lowest, other.Lowest), Math.Min(Highest, other.Highest));
        return common.IsEmpty ? None : common;
    }

    public bool Covers(VersionRange other) => other.IsEmpty || (Lowest <= other.Lowest && Highest >= other.Highest);

    /// <summary>The C# test of the local <c>version</c>, or null where it holds for every version in <paramref name="all"/>.</summary>
    public string? ConditionWithin(VersionRange all)
    {
        if (Intersect(all).IsEmpty)
        {
            return "false";
        }

        if (Lowest == Highest)
        {
            return all.Lowest == all.Highest ? null : $"version == {Lowest}";
        }

        string? from = Lowest > all.Lowest ? $"version >= {Lowest}" : null;
        string? to = Highest < all.Highest ? $"version <= {Highest}" : null;
        return from is null ? to : to is null ? from : $"version is >= {Lowest} and <= {Highest}";
    }

    public override string ToString() => IsEmpty ? "none" : IsOpen ? $"{Lowest}+" : Lowest == Highest ? $"{Lowest}" : $"{Lowest}-{Highest}";

    private static bool TryParseEnd(string text, out int version) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version <= short.MaxValue;
}
