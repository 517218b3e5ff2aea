namespace RaftLog.Broker.Transactions;

/// <summary>How partitions are told the end of transactions.</summary>
public sealed class TransactionCoordinatorOptions
{
    /// <summary>The most markers that one broker is sent at once. Default 1,000.</summary>
    public int MaxMarkersPerRequest { get; set; } = 1_000;

    /// <summary>How long a broker may take to write the markers that it was sent; then they are sent again. Default 10 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after markers that were not written; twice as long after each further failure. Default 20 ms.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest such pause. Default 1 s.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(1);

    internal void Validate()
    {
        OptionCheck.Require(MaxMarkersPerRequest >= 1, nameof(MaxMarkersPerRequest), "at least 1");
        OptionCheck.Require(RequestTimeout > TimeSpan.Zero, nameof(RequestTimeout), "more than 0");
        OptionCheck.Require(FirstPause > TimeSpan.Zero, nameof(FirstPause), "more than 0");
        OptionCheck.Require(LongestPause >= FirstPause, nameof(LongestPause), $"at least {nameof(FirstPause)}");
    }
}
