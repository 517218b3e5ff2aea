using Microsoft.Extensions.Logging;
using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>What all shards of a broker share. Every member is thread-safe or immutable.</summary>
internal sealed class ShardServices
{
    public required BrokerId Broker { get; init; }

    public required ReplicationOptions Options { get; init; }

    /// <summary>
    /// Consensus of groups that hold records: followers learn what is committed in a moment (<see cref="ShardLoop.NotifyCommitSoon"/>), while commands are to be
    /// applied everywhere at once.
    /// </summary>
    public required RaftOptions RecordsRaft { get; init; }

    public required TimeProvider Time { get; init; }

    public required ShardClock Clock { get; init; }

    public required IPeerTransport Transport { get; init; }

    /// <summary>For what somebody waits for.</summary>
    public required BackgroundWorker Background { get; init; }

    /// <summary>For what nobody waits for: it takes long, and is to cost the others little.</summary>
    public required BackgroundWorker Upkeep { get; init; }

    public required ByteBudget CatchUpBudget { get; init; }

    public required ByteBudget ShippingBudget { get; init; }

    public required RecoveryRate RecoveryRate { get; init; }

    public required LeaderDirectory Leaders { get; init; }

    public required PeerSet Peers { get; init; }

    public required ReplicationMetrics Metrics { get; init; }

    public required ILogger Logger { get; init; }
}
