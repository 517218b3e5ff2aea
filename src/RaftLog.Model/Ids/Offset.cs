namespace RaftLog.Model;

/// <summary>The offset of a record in its partition, as Kafka clients count: 0 for the first record, without gaps; only records advance it.</summary>
/// <param name="Value">The bare number, as it stands on disk and on the wire.</param>
public readonly record struct Offset(long Value) : IComparable<Offset>
{
    /// <summary>The offset of the first record of a partition.</summary>
    public static readonly Offset Zero = new(0);

    /// <summary>The offset <paramref name="count"/> records further on.</summary>
    public static Offset operator +(Offset offset, long count) => new(offset.Value + count);

    /// <summary>The number of records from <paramref name="right"/> (inclusive) to <paramref name="left"/> (exclusive).</summary>
    public static long operator -(Offset left, Offset right) => left.Value - right.Value;

    /// <inheritdoc/>
    public int CompareTo(Offset other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="left"/> is below <paramref name="right"/>.</summary>
    public static bool operator <(Offset left, Offset right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is above <paramref name="right"/>.</summary>
    public static bool operator >(Offset left, Offset right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not above <paramref name="right"/>.</summary>
    public static bool operator <=(Offset left, Offset right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not below <paramref name="right"/>.</summary>
    public static bool operator >=(Offset left, Offset right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => $"o{Value}";
}
