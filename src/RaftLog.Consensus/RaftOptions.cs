using System.ComponentModel.DataAnnotations;

namespace RaftLog.Consensus;

/// <summary>
/// The knobs of a <see cref="RaftCore"/>. Immutable and shared by all groups; <see cref="Validate"/> is called by the core.
/// </summary>
public sealed record RaftOptions
{
    /// <summary>
    /// The shortest time in milliseconds that a follower waits for its leader before it campaigns; also the interval of the leader's
    /// check for a quorum. Too short, and pauses of the garbage collector or of a disk cause elections. Default 1000.
    /// </summary>
    public int ElectionTimeoutMinMs { get; init; } = 1000;

    /// <summary>
    /// The longest such time; each wait is drawn between the two, so that replicas seldom campaign together. Default 2000.
    /// </summary>
    public int ElectionTimeoutMaxMs { get; init; } = 2000;

    /// <summary>The interval of the leader's heartbeats in milliseconds; well below the election timeout. Default 100.</summary>
    public int HeartbeatIntervalMs { get; init; } = 100;

    /// <summary>
    /// The interval of the heartbeats of a group at rest, whose followers all have everything: three to a shortest election timeout, in whole
    /// steps of <see cref="HeartbeatIntervalMs"/>.
    /// </summary>
    public int RestingHeartbeatIntervalMs => Math.Max(1, ElectionTimeoutMinMs / 3 / HeartbeatIntervalMs) * HeartbeatIntervalMs;

    /// <summary>
    /// Whether a lost connection to the leader (<see cref="RaftCore.PeerLost"/>), a start without a known leader and a campaign that
    /// led nowhere cause a pre-vote within milliseconds instead of after an election timeout. Default true.
    /// </summary>
    public bool QuickElection { get; init; } = true;

    /// <summary>The shortest wait in milliseconds before a pre-vote after the leader's connection was lost. Default 1.</summary>
    public int LeaderLostDelayMinMs { get; init; } = 1;

    /// <summary>The longest such wait. The range is split among the voters, so that one of them is usually alone. Default 30.</summary>
    public int LeaderLostDelayMaxMs { get; init; } = 30;

    /// <summary>The most bytes of entries in one append; a larger single entry still travels, alone. Default 1 MiB.</summary>
    public int MaxAppendBytes { get; init; } = 1024 * 1024;

    /// <summary>The most appends to one follower that may be unacknowledged. Default 256.</summary>
    public int MaxInflightAppends { get; init; } = 256;

    /// <summary>The most bytes to one follower that may be unacknowledged; at least one append always may. Default 16 MiB.</summary>
    public long MaxInflightBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// The most bytes proposed but not committed before proposals are refused; at least one entry always may. Default 64 MiB.
    /// </summary>
    public long MaxUncommittedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long in milliseconds a transfer of leadership may take before it is given up and proposals are taken again. Default 1000.
    /// </summary>
    public int TransferTimeoutMs { get; init; } = 1000;

    /// <summary>
    /// Whether a follower hears of a new commit index at once, by an empty append when nothing else is due. Costs a message per follower and commit
    /// when the group is not busy. Otherwise it hears with the next append or heartbeat, or when the host calls <see cref="RaftCore.NotifyCommit"/>.
    /// Default true.
    /// </summary>
    public bool NotifyCommitAtOnce { get; init; } = true;

    /// <summary>
    /// Whether reads are answered from the leader's lease without a round of heartbeats (thesis §6.4.1). The lease rests on followers that
    /// refuse votes for an election timeout after they heard the leader, which <see cref="QuickElection"/> gives up: only one of the two
    /// can be on. It also trusts that clocks run about equally fast. Default false.
    /// </summary>
    public bool LeaseReads { get; init; }

    /// <summary>The part of <see cref="ElectionTimeoutMinMs"/>, in percent, for which a lease is trusted. Default 80.</summary>
    public int LeasePercent { get; init; } = 80;

    /// <summary>Checks every value and the relations between them.</summary>
    /// <exception cref="ValidationException">A value is outside its range; the message names it.</exception>
    public void Validate()
    {
        Check(HeartbeatIntervalMs > 0, nameof(HeartbeatIntervalMs), "must be positive");
        Check(
            ElectionTimeoutMinMs >= 2 * HeartbeatIntervalMs,
            nameof(ElectionTimeoutMinMs),
            $"must be at least twice {nameof(HeartbeatIntervalMs)}");
        Check(ElectionTimeoutMaxMs > ElectionTimeoutMinMs, nameof(ElectionTimeoutMaxMs), $"must be above {nameof(ElectionTimeoutMinMs)}");
        Check(LeaderLostDelayMinMs >= 0, nameof(LeaderLostDelayMinMs), "must not be negative");
        Check(LeaderLostDelayMaxMs > LeaderLostDelayMinMs, nameof(LeaderLostDelayMaxMs), $"must be above {nameof(LeaderLostDelayMinMs)}");
        Check(
            LeaderLostDelayMaxMs <= ElectionTimeoutMinMs,
            nameof(LeaderLostDelayMaxMs),
            $"must not be above {nameof(ElectionTimeoutMinMs)}");
        Check(MaxAppendBytes > 0, nameof(MaxAppendBytes), "must be positive");
        Check(MaxInflightAppends > 0, nameof(MaxInflightAppends), "must be positive");
        Check(MaxInflightBytes > 0, nameof(MaxInflightBytes), "must be positive");
        Check(MaxUncommittedBytes > 0, nameof(MaxUncommittedBytes), "must be positive");
        Check(TransferTimeoutMs > 0, nameof(TransferTimeoutMs), "must be positive");
        Check(LeasePercent is > 0 and < 100, nameof(LeasePercent), "must be between 1 and 99");
        Check(!(LeaseReads && QuickElection), nameof(LeaseReads), $"cannot be on together with {nameof(QuickElection)}");
    }

    private static void Check(bool holds, string name, string rule)
    {
        if (!holds)
        {
            throw new ValidationException($"{name} {rule}.");
        }
    }
}
