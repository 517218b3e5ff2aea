using System.Collections.Immutable;
using System.Globalization;

namespace RaftLog.Metadata;

/// <summary>How configuration values are written as text.</summary>
internal static class ConfigValues
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    /// <summary>The elements of a list value.</summary>
    public static ImmutableArray<string> List(string value) =>
        [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>What is wrong with the form of a trimmed value, or null.</summary>
    public static string? ProblemWithType(ConfigType type, string value) => type switch
    {
        ConfigType.Boolean when !bool.TryParse(value, out _) => "it must be true or false",
        ConfigType.Short when !short.TryParse(value, Whole, CultureInfo.InvariantCulture, out _) => "it must be a 16-bit number",
        ConfigType.Int when !int.TryParse(value, Whole, CultureInfo.InvariantCulture, out _) => "it must be a 32-bit number",
        ConfigType.Long when !long.TryParse(value, Whole, CultureInfo.InvariantCulture, out _) => "it must be a 64-bit number",
        ConfigType.Double when !double.TryParse(value, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number) =>
            "it must be a number",
        _ => null,
    };
}
