namespace RaftLog.Cli.Bench;

/// <summary>How much load to make: so many records, or as many as go into a time.</summary>
internal readonly record struct LoadLength(long Records, TimeSpan Time)
{
    /// <summary>A time if there is one; that many records if not.</summary>
    public static LoadLength Of(long records, double? seconds) =>
        seconds is { } time ? new LoadLength(long.MaxValue, TimeSpan.FromSeconds(time)) : new LoadLength(records, TimeSpan.MaxValue);

    /// <summary>What one of several does: its share of the records, or all of the time.</summary>
    public LoadLength Share(int number, int of) => this with { Records = (Records / of) + (number < Records % of ? 1 : 0) };

    /// <summary>The number of records at a fixed rate.</summary>
    public long RecordsAt(double perSecond) => Math.Min(Records, (long)(Time.TotalSeconds * perSecond));
}
