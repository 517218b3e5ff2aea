namespace RaftLog.Replication;

/// <summary>When an append counts as done.</summary>
public enum AppendAcks
{
    /// <summary>Once it is written to the leader's log (Kafka's acks=1): lost when that broker is.</summary>
    Leader,

    /// <summary>Once it is committed: written, and with <c>flush=always</c> flushed, by a majority (Kafka's acks=all).</summary>
    Majority,
}
