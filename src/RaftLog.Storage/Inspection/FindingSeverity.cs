namespace RaftLog.Storage;

/// <summary>What a <see cref="LogFinding"/> means for whoever owns the file.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing is lost: the broker puts it right by itself, or a person may want to know of it.</summary>
    Notice,

    /// <summary>Something that had been durable is gone or wrong.</summary>
    Damage,
}
