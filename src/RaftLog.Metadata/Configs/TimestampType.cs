namespace RaftLog.Metadata;

/// <summary>What the timestamp of a record means (<c>message.timestamp.type</c>).</summary>
public enum TimestampType
{
    /// <summary>What the producer gave.</summary>
    CreateTime,

    /// <summary>When the leader appended it.</summary>
    LogAppendTime,
}
