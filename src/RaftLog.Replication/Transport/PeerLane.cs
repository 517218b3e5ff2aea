namespace RaftLog.Replication;

/// <summary>Which of the two connections between brokers a frame takes.</summary>
public enum PeerLane : byte
{
    /// <summary>Consensus, heartbeats, RPC: small, and must not wait behind a catch-up.</summary>
    Control = 0,

    /// <summary>Snapshots and far-behind entries.</summary>
    Bulk = 1,
}
