namespace RaftLog.Model;

/// <summary>The number of a broker, unique in its cluster; Kafka's node id. Never negative for a real broker.</summary>
/// <param name="Value">The bare number, as it stands on disk and on the wire.</param>
public readonly record struct BrokerId(int Value) : IComparable<BrokerId>
{
    /// <summary>No broker: an unknown leader, a vote not cast. Kafka clients see -1.</summary>
    public static readonly BrokerId None = new(-1);

    /// <inheritdoc/>
    public int CompareTo(BrokerId other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="left"/> is below <paramref name="right"/>.</summary>
    public static bool operator <(BrokerId left, BrokerId right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is above <paramref name="right"/>.</summary>
    public static bool operator >(BrokerId left, BrokerId right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not above <paramref name="right"/>.</summary>
    public static bool operator <=(BrokerId left, BrokerId right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not below <paramref name="right"/>.</summary>
    public static bool operator >=(BrokerId left, BrokerId right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => $"b{Value}";
}
