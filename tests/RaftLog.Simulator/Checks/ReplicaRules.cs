using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Checks.Rules;
using RaftLog.Simulator.Cluster;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>All rules about single replicas, asked after each turn of a broker; the first that is broken fails the run.</summary>
internal sealed class ReplicaRules
{
    private readonly SimulatedCluster _cluster;
    private readonly IReplicaRule[] _rules;

    // Where a replica keeps its log, also while its broker is down.
    private readonly Dictionary<(GroupId Group, BrokerId Broker), string> _directories = [];

    public ReplicaRules(SimulatedCluster cluster)
    {
        _cluster = cluster;
        _rules =
        [
            new CommittedIsDurable(IsDurable),
            new VotesAreDurable(DurableState, HasForgotten),
            new CommitIsOfOwnTerm(),
            new FollowersCommitBehindLeaders(),
            new HighWatermarkIsCommitted(),
            new LogStartNeverGoesBack(),
            new LeaderHearsMajority(() => cluster.World.Now, cluster.Network.HeardAt),
        ];
    }

    public void Check(RaftGroup replica)
    {
        _directories[(replica.Id, replica.Core.Self.Broker)] = replica.Log.Directory;
        try
        {
            foreach (var rule in _rules)
            {
                if (rule.Check(replica) is { } violation)
                {
                    _cluster.World.Fail(violation);
                }
            }
        }
        catch (LogCorruptException) when (IsSpoilt(replica.Core.Self.Broker))
        {
            // Damage that the broker has not come upon yet; nothing can be compared with that.
        }
    }

    private bool IsDurable(GroupId group, ReplicaId replica, LogIndex index, Term term) =>
        (_directories.TryGetValue((group, replica.Broker), out string? directory)
            && (DiskOf(replica.Broker).TermAt(directory, index, out bool isExcused) == term || isExcused))
        || IsSpoilt(replica.Broker);

    private StoredHardState? DurableState(GroupId group, BrokerId broker) =>
        _directories.TryGetValue((group, broker), out string? directory) ? DiskOf(broker).HardStateOf(group, directory) : null;

    private bool HasForgotten(GroupId group, BrokerId broker) =>
        DiskOf(broker).HasForgotten(group) || IsSpoilt(broker);

    private bool IsSpoilt(BrokerId broker) => _cluster.Damages.IsSpoilt(_cluster.Brokers[broker.Value - 1]);

    private Durability.DurableDisk DiskOf(BrokerId broker) => _cluster.Brokers[broker.Value - 1].Disk.Durable;
}
