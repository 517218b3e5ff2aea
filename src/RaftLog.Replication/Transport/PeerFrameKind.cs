namespace RaftLog.Replication;

/// <summary>What a frame between brokers carries. The numbers stand on the wire: never reuse one.</summary>
public enum PeerFrameKind : byte
{
    /// <summary>Messages of consensus, of many groups; the payload is log frames, verbatim.</summary>
    Raft = 1,

    /// <summary>A piece of a snapshot of a group's state.</summary>
    SnapshotChunk = 2,

    /// <summary>Groups that the sender leads, each with its term.</summary>
    Leaders = 3,

    /// <summary>A request that asks for a reply.</summary>
    RpcRequest = 4,

    /// <summary>The reply to a request.</summary>
    RpcReply = 5,

    /// <summary>How much of a snapshot has arrived.</summary>
    SnapshotAck = 6,
}
