namespace RaftLog.Client;

/// <summary>What the sender's loop keeps of one broker.</summary>
internal sealed class BrokerSendState(int brokerId)
{
    public int BrokerId => brokerId;

    /// <summary>Requests under way, oldest first; at most <see cref="ProducerOptions.MaxInFlight"/>.</summary>
    public List<InFlightProduce> InFlight { get; } = [];

    /// <summary>How long the broker takes to answer.</summary>
    public AnswerTimes Answers { get; } = new();

    /// <summary>The partitions to be sent next; filled and emptied in each turn of the loop.</summary>
    public List<PartitionAccumulator> Ready { get; } = [];

    /// <summary>
    /// How long a batch may grow since others are under way to the broker; 0 when none is. So all that lingers goes out with the last answer: a producer whose callers await
    /// their records, and that sends nothing else meanwhile, waits for no longer than that.
    /// </summary>
    /// <param name="isBehindAnother">Whether one of its partition is under way. It cannot be acknowledged before that one.</param>
    public long GrowthMs(bool isBehindAnother) =>
        InFlight.Count == 0 ? 0 : isBehindAnother ? Math.Max(Answers.FollowingMs, Answers.LingerMs) : Answers.LingerMs;
}
