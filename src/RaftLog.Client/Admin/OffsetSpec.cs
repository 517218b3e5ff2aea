namespace RaftLog.Client;

/// <summary>Which offset of a partition to look up.</summary>
/// <param name="TimestampMs">A time in milliseconds since 1970, or one of the negative numbers behind the named values.</param>
public readonly record struct OffsetSpec(long TimestampMs)
{
    /// <summary>The first offset that is still there.</summary>
    public static readonly OffsetSpec Earliest = new(-2);

    /// <summary>The offset after the last record that readers can see.</summary>
    public static readonly OffsetSpec Latest = new(-1);

    /// <summary>The first record at or after <paramref name="time"/>.</summary>
    public static OffsetSpec At(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());
}
