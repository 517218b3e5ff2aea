namespace RaftLog.Broker;

/// <summary>How leadership comes back to the preferred replicas, the first of their lists, by itself.</summary>
public sealed class LeaderBalanceOptions
{
    /// <summary>Whether it does (<c>auto.leader.rebalance.enable</c>). Default true: otherwise a broker that restarted leads nothing until another fails.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>
    /// The time between two looks (<c>leader.imbalance.check.interval.seconds</c>); each broker draws its first from half of it on, so that they
    /// do not all look at once. Default 5 min.
    /// </summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause between two transfers of one broker, in which clients of the one before find their new leader. Default 100 ms.</summary>
    public TimeSpan TransferPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        OptionCheck.Require(CheckInterval > TimeSpan.Zero, nameof(CheckInterval), "more than 0");
        OptionCheck.Require(TransferPause >= TimeSpan.Zero, nameof(TransferPause), "0 or more");
    }
}
