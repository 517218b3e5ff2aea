namespace RaftLog.Model;

/// <summary>What the payload of a log entry is. The numbers stand on disk and on the wire: never reuse one.</summary>
public enum EntryKind : byte
{
    /// <summary>One Kafka record batch (magic 2), verbatim. The only kind that advances the offset.</summary>
    Data = 1,

    /// <summary>Nothing: the entry that a new leader commits to commit what came before it (Raft §5.4.2, §8).</summary>
    NoOp = 2,

    /// <summary>A configuration of the group: its voters and learners (thesis §4).</summary>
    Configuration = 3,

    /// <summary>A command to a state machine other than a partition: records of the metadata group.</summary>
    Command = 4,

    /// <summary>
    /// A stretch of entries that compaction removed: it states the range that it stands for, so that a cleaned log is still without unexplained gaps.
    /// Found in files only; never proposed and never sent as an entry.
    /// </summary>
    Hole = 5,
}
