using System.CommandLine;
using System.Globalization;
using System.Xml;
using RaftLog.Client;

namespace RaftLog.Cli.Groups;

/// <summary>Where <c>group reset-offsets</c> moves offsets to: one of the six ways that its options name.</summary>
/// <param name="Lookup">What to look the offset up by; null when it is a number or a shift.</param>
/// <param name="Offset">The very offset.</param>
/// <param name="Shift">How far from the committed offset.</param>
internal sealed record ResetTarget(OffsetSpec? Lookup, long? Offset = null, long? Shift = null)
{
    private static readonly Option<bool> ToEarliest = new("--to-earliest") { Description = "To the first record that is still there." };
    private static readonly Option<bool> ToLatest = new("--to-latest") { Description = "To the end: only what comes from now on." };
    private static readonly Option<long?> ToOffset = new("--to-offset") { Description = "To this offset, or the nearest that is there." };

    private static readonly Option<string?> ToDatetime = new("--to-datetime")
    {
        Description = "To the first record of this time or later, such as 2026-01-31T12:00:00Z; without an offset the time is UTC.",
    };

    private static readonly Option<string?> ByDuration = new("--by-duration")
    {
        Description = "To the first record of so long ago or later: 90m, 2h, 7d, or as ISO 8601, P1DT12H.",
    };

    private static readonly Option<long?> ShiftBy = new("--shift-by")
    {
        Description = "So many offsets on, or back when negative, but not beyond what is there.",
    };

    /// <summary>The options of the command.</summary>
    public static IReadOnlyList<Option> Options { get; } = [ToEarliest, ToLatest, ToOffset, ToDatetime, ByDuration, ShiftBy];

    /// <summary>Reads the command line.</summary>
    /// <exception cref="CliException">Not exactly one way is named, or its value is malformed.</exception>
    public static ResetTarget Of(ParseResult parsed, TimeProvider time)
    {
        ResetTarget?[] named =
        [
            parsed.GetValue(ToEarliest) ? new ResetTarget(OffsetSpec.Earliest) : null,
            parsed.GetValue(ToLatest) ? new ResetTarget(OffsetSpec.Latest) : null,
            parsed.GetValue(ToOffset) is { } offset ? new ResetTarget(null, Offset: offset) : null,
            parsed.GetValue(ToDatetime) is { } moment ? new ResetTarget(OffsetSpec.At(ParseTime(moment))) : null,
            parsed.GetValue(ByDuration) is { } span ? new ResetTarget(OffsetSpec.At(time.GetUtcNow() - ParseDuration(span))) : null,
            parsed.GetValue(ShiftBy) is { } shift ? new ResetTarget(null, Shift: shift) : null,
        ];
        var targets = named.OfType<ResetTarget>().ToList();
        return targets.Count == 1
            ? targets[0]
            : throw new CliException($"Say where to with exactly one of {string.Join(", ", Options.Select(option => option.Name))}.", CliExitCode.Usage);
    }

    /// <summary>Reads a length of time.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static TimeSpan ParseDuration(string text)
    {
        if (text.StartsWith('P'))
        {
            try
            {
                return XmlConvert.ToTimeSpan(text);
            }
            catch (FormatException)
            {
                throw NoDuration(text);
            }
        }

        TimeSpan? unit = text.Length == 0 ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return unit is { } one && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count * one
            : throw NoDuration(text);
    }

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new CliException($"'{text}' is no time; accepted: 2026-01-31T12:00:00Z.", CliExitCode.Usage);

    private static CliException NoDuration(string text) =>
        new($"'{text}' is no length of time; accepted: 90s, 90m, 2h, 7d, or P1DT12H.", CliExitCode.Usage);
}
