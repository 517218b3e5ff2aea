namespace RaftLog.Model;

/// <summary>The position of an entry in a Raft log; the first entry has index 1. Every kind of entry takes one, unlike <see cref="Offset"/>, which only records advance.</summary>
/// <param name="Value">The bare number, as it stands on disk and on the wire.</param>
public readonly record struct LogIndex(long Value) : IComparable<LogIndex>
{
    /// <summary>The index before the first entry.</summary>
    public static readonly LogIndex Zero = new(0);

    /// <summary>The index that follows this one.</summary>
    public LogIndex Next() => new(Value + 1);

    /// <summary>The index before this one.</summary>
    public LogIndex Previous() => new(Value - 1);

    /// <summary>The index <paramref name="count"/> entries further on.</summary>
    public static LogIndex operator +(LogIndex index, long count) => new(index.Value + count);

    /// <summary>The number of entries from <paramref name="right"/> (exclusive) to <paramref name="left"/> (inclusive).</summary>
    public static long operator -(LogIndex left, LogIndex right) => left.Value - right.Value;

    /// <inheritdoc/>
    public int CompareTo(LogIndex other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="left"/> is below <paramref name="right"/>.</summary>
    public static bool operator <(LogIndex left, LogIndex right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is above <paramref name="right"/>.</summary>
    public static bool operator >(LogIndex left, LogIndex right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not above <paramref name="right"/>.</summary>
    public static bool operator <=(LogIndex left, LogIndex right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not below <paramref name="right"/>.</summary>
    public static bool operator >=(LogIndex left, LogIndex right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => $"i{Value}";
}
