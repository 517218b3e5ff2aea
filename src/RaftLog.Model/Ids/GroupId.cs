namespace RaftLog.Model;

/// <summary>The number of a Raft group, given once by the controller and never used again: a topic that is deleted and created anew gets new groups, so that late messages of the old one find nobody.</summary>
/// <param name="Value">The bare number, as it stands on disk and on the wire.</param>
public readonly record struct GroupId(long Value) : IComparable<GroupId>
{
    /// <summary>The metadata group, which every cluster has.</summary>
    public static readonly GroupId Metadata = new(0);

    /// <inheritdoc/>
    public int CompareTo(GroupId other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="left"/> is below <paramref name="right"/>.</summary>
    public static bool operator <(GroupId left, GroupId right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is above <paramref name="right"/>.</summary>
    public static bool operator >(GroupId left, GroupId right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not above <paramref name="right"/>.</summary>
    public static bool operator <=(GroupId left, GroupId right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not below <paramref name="right"/>.</summary>
    public static bool operator >=(GroupId left, GroupId right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => $"g{Value}";
}
