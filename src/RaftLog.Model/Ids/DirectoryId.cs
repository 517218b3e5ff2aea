namespace RaftLog.Model;

/// <summary>The random number of a data directory, drawn when the directory is first used (KIP-858). A broker whose disk was wiped comes back with another one, and so is a new voter, never the old one with amnesia.</summary>
/// <param name="Value">The bare number, as it stands on disk and on the wire.</param>
public readonly record struct DirectoryId(ulong Value) : IComparable<DirectoryId>
{
    /// <summary>Not known yet: in the first configuration of the metadata group, written before any directory was seen, it matches every directory.</summary>
    public static readonly DirectoryId Unassigned = new(0);

    /// <summary>An id that nothing has had before: never <see cref="Unassigned"/>.</summary>
    /// <param name="random">Where it comes from; must not repeat between brokers.</param>
    public static DirectoryId Next(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new DirectoryId((ulong)random.NextInt64(1, long.MaxValue));
    }

    /// <inheritdoc/>
    public int CompareTo(DirectoryId other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="left"/> is below <paramref name="right"/>.</summary>
    public static bool operator <(DirectoryId left, DirectoryId right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is above <paramref name="right"/>.</summary>
    public static bool operator >(DirectoryId left, DirectoryId right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not above <paramref name="right"/>.</summary>
    public static bool operator <=(DirectoryId left, DirectoryId right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not below <paramref name="right"/>.</summary>
    public static bool operator >=(DirectoryId left, DirectoryId right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => $"d{Value:x16}";
}
