namespace RaftLog.Server.Configuration;

/// <summary>The pace of elections and heartbeats, and how much goes out at a time.</summary>
public sealed class RaftTimingOptions
{
    /// <summary>
    /// The shortest time without a leader's word after which a replica asks for votes, in milliseconds; each replica draws from one to two
    /// times this. Default 1,000. Too short and a pause of the garbage collector costs a leader its office; a leader whose process dies is
    /// noticed by its closed connections, without waiting for this.
    /// </summary>
    public int ElectionTimeoutMs { get; set; } = 1_000;

    /// <summary>The time between two heartbeats from broker to broker, in milliseconds. Default 100. At most a third of the election timeout.</summary>
    public int HeartbeatMs { get; set; } = 100;

    /// <summary>
    /// The most bytes of entries that a leader puts into one append, at least 1; a larger single entry still travels, alone. Default 1 MiB.
    /// Less lets heartbeats and other groups through sooner on a slow link, and costs a message more for each part of what a follower lacks.
    /// </summary>
    public int MaxAppendBytes { get; set; } = 1024 * 1024;
}
