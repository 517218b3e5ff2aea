namespace RaftLog.Replication;

/// <summary>What a <see cref="Mail"/> says.</summary>
internal enum MailKind : byte
{
    /// <summary>Messages of peers: an <see cref="InboundBatch"/>.</summary>
    Inbound,

    /// <summary>A <see cref="PendingAppend"/>.</summary>
    Append,

    /// <summary>A <see cref="GroupCall"/>.</summary>
    Call,

    /// <summary>A flush has ended: index and term of the last entry, and the number of truncations before it ended.</summary>
    LogPersisted,

    /// <summary>Term and vote are durable.</summary>
    HardStatePersisted,

    /// <summary>The log of the group, or with no group the hard state of all, failed: an exception.</summary>
    Failed,

    /// <summary>A piece of a snapshot, or its acknowledgement: a <see cref="SnapshotMessage"/>.</summary>
    Snapshot,

    /// <summary>Background work has ended: a <see cref="BackgroundJob"/>.</summary>
    JobDone,

    /// <summary>A group to drive from now on.</summary>
    GroupOpened,

    /// <summary>A group to close.</summary>
    GroupClosing,

    /// <summary>A connection to the broker was made.</summary>
    PeerConnected,

    /// <summary>The connection to the broker broke.</summary>
    PeerLost,
}
