namespace RaftLog.Simulator.Workload;

/// <summary>What clients may do in a run; each seed switches some of it on.</summary>
[Flags]
internal enum WorkloadKind
{
    None = 0,

    /// <summary>Idempotent producers, up to five batches a partition under way.</summary>
    Idempotent = 1 << 0,

    /// <summary>Producers without sequences at acks=all.</summary>
    PlainAll = 1 << 1,

    /// <summary>Producers at acks=1.</summary>
    PlainLeader = 1 << 2,

    /// <summary>Producers at acks=0.</summary>
    PlainNone = 1 << 3,

    /// <summary>Idempotent producers send again what was acknowledged, and sequences that were never due.</summary>
    Repeats = 1 << 4,

    /// <summary>Idempotent producers die and come back with another producer id.</summary>
    Rebirths = 1 << 5,

    /// <summary>Batches are compressed.</summary>
    Compression = 1 << 6,

    /// <summary>Batches of up to 64 KiB, so that segments roll.</summary>
    LargeBatches = 1 << 7,

    /// <summary>Questions for offsets by time, end offsets and leader epochs.</summary>
    OffsetQuestions = 1 << 8,

    /// <summary>Consumers that join, leave and crash in a group, and commit.</summary>
    Groups = 1 << 9,

    /// <summary>A topic that is deleted and created again by the same name.</summary>
    TopicChurn = 1 << 10,

    /// <summary>Leaders are asked to hand over.</summary>
    Transfers = 1 << 11,

    /// <summary>Partitions are moved between brokers.</summary>
    Moves = 1 << 12,

    /// <summary>Preferred leaders are asked for.</summary>
    Elections = 1 << 13,

    /// <summary>A topic whose records expire soon, and are deleted by its clients.</summary>
    Expiry = 1 << 14,

    /// <summary>A topic of which only the last record of each key is kept.</summary>
    Compaction = 1 << 15,

    /// <summary>Transactional producers that read, transform and write, their offsets in the transaction.</summary>
    Transactions = 1 << 16,

    /// <summary>Transactional producers that write a key to several partitions of a compacted topic, and abort often.</summary>
    Balances = 1 << 17,
}
