using System.Globalization;
using RaftLog.Client;

namespace RaftLog.Cli.Consume;

/// <summary>Where consuming begins: a number, <c>earliest</c>, <c>latest</c>, or a time as <c>@2026-01-31T12:00:00Z</c>.</summary>
/// <param name="Offset">The very offset, if it was given as a number.</param>
/// <param name="Lookup">What to look the offset up by, otherwise.</param>
internal readonly record struct StartPosition(long? Offset, OffsetSpec Lookup)
{
    /// <summary>Reads the position.</summary>
    /// <exception cref="CliException">It is none of the four.</exception>
    public static StartPosition Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
        {
            return new StartPosition(offset, default);
        }

        return text switch
        {
            "earliest" => new StartPosition(null, OffsetSpec.Earliest),
            "latest" => new StartPosition(null, OffsetSpec.Latest),
            ['@', ..] when DateTimeOffset.TryParse(text.AsSpan(1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) =>
                new StartPosition(null, OffsetSpec.At(time)),
            _ => throw new CliException($"'{text}' is no offset; accepted: a number, earliest, latest, or a time as @2026-01-31T12:00:00Z.", CliExitCode.Usage),
        };
    }
}
