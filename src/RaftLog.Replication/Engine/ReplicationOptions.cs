using RaftLog.Consensus;

namespace RaftLog.Replication;

/// <summary>How the replicas of one broker are driven. All limits are per broker unless they say otherwise.</summary>
public sealed class ReplicationOptions
{
    /// <summary>The timing and the windows of consensus, the same for every group but for when followers are told what is committed.</summary>
    public RaftOptions Raft { get; set; } = new();

    /// <summary>Shard loops, each with a thread of its own; 0 (the default) means one per core.</summary>
    public int Shards { get; set; }

    /// <summary>How often the timers of the groups are looked at; elections and heartbeats are late by at most this. Default 20 ms.</summary>
    public TimeSpan TickInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Messages and proposals that one shard lets wait before it refuses more. Default 65,536.</summary>
    public int MailboxItems { get; set; } = 65_536;

    /// <summary>Bytes that may wait at one shard before it refuses more. Default 64 MiB.</summary>
    public long MailboxBytes { get; set; } = 64 << 20;

    /// <summary>How often the groups led here are announced again to every broker. Default 3 s.</summary>
    public TimeSpan LeaderDigestInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Bytes read from files for followers far behind and not sent yet, over all groups. Default 32 MiB.</summary>
    public long CatchUpBytes { get; set; } = 32 << 20;

    /// <summary>
    /// Bytes of sealed segments that a follower must lack, and more than it has, to get the log in its segments instead of by appends. Default 64 MiB.
    /// </summary>
    public long ShipSegmentsFromBytes { get; set; } = 64 << 20;

    /// <summary>Bytes of one piece of a snapshot or of segments; eight of them may be under way to one follower. Default 512 KiB.</summary>
    public int ShippingPieceBytes { get; set; } = 512 << 10;

    /// <summary>Bytes of segments under way to followers at the same time, over all groups. Default 32 MiB.</summary>
    public long ShippingBytes { get; set; } = 32 << 20;

    /// <summary>
    /// Bytes a second of segments and snapshots that are sent to followers, over all groups; 0 (the default) for no limit. What follows them by
    /// appends is not counted.
    /// </summary>
    public long RecoveryBytesPerSecond { get; set; }

    /// <summary>Requests of other brokers served at the same time; more are answered <see cref="RpcStatus.Busy"/>. Default 1,024.</summary>
    public int ConcurrentRpcRequests { get; set; } = 1_024;

    /// <summary>Entries applied since the last snapshot after which a group of commands takes the next. Default 20,000.</summary>
    public int SnapshotAfterEntries { get; set; } = 20_000;

    /// <summary>Bytes in the log after which a group of commands takes a snapshot. Default 16 MiB.</summary>
    public long SnapshotAfterBytes { get; set; } = 16 << 20;

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    public void Validate()
    {
        Raft.Validate();
        Require(Shards is >= 0 and <= 256, nameof(Shards), "0 (one per core) to 256");
        Require(TickInterval > TimeSpan.Zero && TickInterval <= TimeSpan.FromSeconds(1), nameof(TickInterval), "more than 0 and at most 1 s");
        Require(MailboxItems >= 16, nameof(MailboxItems), "at least 16");
        Require(MailboxBytes >= 1 << 20, nameof(MailboxBytes), "at least 1 MiB");
        Require(LeaderDigestInterval > TimeSpan.Zero, nameof(LeaderDigestInterval), "more than 0");
        Require(CatchUpBytes >= 1 << 20, nameof(CatchUpBytes), "at least 1 MiB");
        Require(ShipSegmentsFromBytes > 0, nameof(ShipSegmentsFromBytes), "at least 1");
        Require(ShippingPieceBytes is >= 1 << 10 and <= 4 << 20, nameof(ShippingPieceBytes), "1 KiB to 4 MiB");
        Require(ShippingBytes >= 1 << 20, nameof(ShippingBytes), "at least 1 MiB");
        Require(RecoveryBytesPerSecond >= 0, nameof(RecoveryBytesPerSecond), "0 (no limit) or more");
        Require(ConcurrentRpcRequests > 0, nameof(ConcurrentRpcRequests), "at least 1");
        Require(SnapshotAfterEntries > 0, nameof(SnapshotAfterEntries), "at least 1");
        Require(SnapshotAfterBytes > 0, nameof(SnapshotAfterBytes), "at least 1");
    }

    private static void Require(bool holds, string name, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(ReplicationOptions)}.{name} must be {accepted}.");
        }
    }
}
