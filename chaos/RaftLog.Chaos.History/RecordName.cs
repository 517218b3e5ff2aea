using System.Globalization;

namespace RaftLog.Chaos.History;

/// <summary>What makes a record of the workload the only one of its kind: its producer and its number there. As text <c>p1:42</c>.</summary>
/// <param name="Producer">The name of the producer; without a colon.</param>
/// <param name="Sequence">The number, counted from 0 over all partitions.</param>
public readonly record struct RecordName(string Producer, long Sequence)
{
    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RecordName name)
    {
        int colon = text.IndexOf(':');
        if (colon > 0 && TryParseSequence(text[(colon + 1)..], out long sequence))
        {
            name = new RecordName(text[..colon].ToString(), sequence);
            return true;
        }

        name = default;
        return false;
    }

    /// <summary>Reads the part behind the colon.</summary>
    internal static bool TryParseSequence(ReadOnlySpan<char> text, out long sequence) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Producer}:{Sequence}");
}
