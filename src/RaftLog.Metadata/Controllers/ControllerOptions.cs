namespace RaftLog.Metadata;

/// <summary>How the controller works. The same on every broker that may become it.</summary>
public sealed class ControllerOptions
{
    /// <summary>How long a broker may be silent before it is fenced. Default 9 s, as in Kafka; too short fences brokers that merely pause.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(9);

    /// <summary>How often silent brokers are looked for; fencing is late by at most this. Default 500 ms.</summary>
    public TimeSpan SessionCheckInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How often transactions whose time is up and unused transactional ids are looked for (<c>transaction.abort.timed.out.transaction.cleanup.interval.ms</c>);
    /// an abort is late by at most this. Default 10 s, as in Kafka.
    /// </summary>
    public TimeSpan TransactionCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that may wait; more are refused at once. Default 10,000.</summary>
    public int MaxWaitingRequests { get; set; } = 10_000;

    /// <summary>Requests that one log entry answers at most. Default 1,000.</summary>
    public int MaxRequestsPerEntry { get; set; } = 1_000;

    /// <summary>Bytes of records after which an entry takes no further request. Default 1 MiB.</summary>
    public int TargetEntryBytes { get; set; } = 1 << 20;

    /// <summary>Bytes of records that a single request may make at most; larger ones are refused. Default 4 MiB.</summary>
    public int MaxRequestBytes { get; set; } = 4 << 20;

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    public void Validate()
    {
        Require(SessionTimeout >= TimeSpan.FromMilliseconds(100), nameof(SessionTimeout), "at least 100 ms");
        Require(SessionCheckInterval > TimeSpan.Zero && SessionCheckInterval <= SessionTimeout, nameof(SessionCheckInterval), $"more than 0 and at most {nameof(SessionTimeout)}");
        Require(TransactionCheckInterval > TimeSpan.Zero, nameof(TransactionCheckInterval), "more than 0");
        Require(MaxWaitingRequests >= 1, nameof(MaxWaitingRequests), "at least 1");
        Require(MaxRequestsPerEntry >= 1, nameof(MaxRequestsPerEntry), "at least 1");
        Require(TargetEntryBytes >= 1, nameof(TargetEntryBytes), "at least 1");
        Require(MaxRequestBytes >= TargetEntryBytes, nameof(MaxRequestBytes), $"at least {nameof(TargetEntryBytes)}");
    }

    private static void Require(bool holds, string name, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(ControllerOptions)}.{name} must be {accepted}.");
        }
    }
}
