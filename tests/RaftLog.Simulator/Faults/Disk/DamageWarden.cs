using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Disk;

namespace RaftLog.Simulator.Faults.Disk;

/// <summary>
/// Keeps the damage done to disks within what Raft promises to bear: one broker's replicas at a time, and the next broker's only when that
/// one is whole again.
/// </summary>
internal sealed class DamageWarden(SimulatedCluster cluster)
{
    // How far each group was committed when the damage was done: whoever has that much again lacks nothing for it.
    private readonly Dictionary<GroupId, LogIndex> _needed = [];
    private readonly List<DiskWrite> _damage = [];
    private SimulatedBroker? _damaged;
    private bool _isSilent;

    /// <summary>Whether no other fault lasts at the moment; set by whoever lets faults happen.</summary>
    public Func<bool> IsCalm { get; set; } = static () => true;

    /// <summary>
    /// Whether a broker may have lost what it acknowledged without knowing it. Until it has that again another broker's trouble would be a
    /// second one, more than a minority bears, so no further fault may happen.
    /// </summary>
    public bool HoldsFaultsBack => _isSilent && _damaged is { } damaged && !IsWhole(damaged);

    /// <summary>
    /// Asks whether what is on a broker's disk may be changed behind its back: all others are well, and all that it has is also on a majority
    /// without it. Damage that looks like a torn tail takes back what was acknowledged, without a trace; so it must not be needed.
    /// </summary>
    public bool TryClaimSilently(SimulatedBroker broker)
    {
        bool isClaimed = IsCalm() && cluster.Brokers.All(each => each.IsUp) && broker.Groups.All(IsDispensable) && TryClaim(broker);
        _isSilent |= isClaimed;
        return isClaimed;
    }

    /// <summary>Asks whether a broker's disk may be damaged now; it counts as damaged from then on.</summary>
    public bool TryClaim(SimulatedBroker broker)
    {
        if (_damaged is { } damaged && damaged != broker && !IsWhole(damaged))
        {
            return false;
        }

        if (_damaged != broker)
        {
            _damage.Clear();
        }

        _damaged = broker;
        _isSilent = false;
        _needed.Clear();
        foreach (var replica in cluster.Brokers.SelectMany(each => each.Groups))
        {
            var before = _needed.GetValueOrDefault(replica.Id);
            _needed[replica.Id] = replica.Core.CommitIndex > before ? replica.Core.CommitIndex : before;
        }

        return true;
    }

    /// <summary>Whether a broker's disk may be damaged.</summary>
    public bool IsDamaged(SimulatedBroker broker) => _damaged == broker;

    /// <summary>Whether what a broker's disk held was taken from it, and it has not got it back yet.</summary>
    public bool IsSpoilt(SimulatedBroker broker) => _damaged == broker && !IsWhole(broker);

    /// <summary>Damage that stays until somebody notices it and writes something better.</summary>
    public void Note(DiskWrite damage) => _damage.Add(damage);

    private bool IsDispensable(RaftGroup replica)
    {
        var voters = replica.Core.Configuration.Voters;
        int others = cluster.Brokers.SelectMany(each => each.Groups).Count(other =>
            other.Id == replica.Id
            && other != replica
            && voters.Contains(other.Core.Self)
            && other.Core.PersistedIndex >= replica.Core.LastIndex
            && other.Core.TermAt(replica.Core.LastIndex) == replica.Core.TermAt(replica.Core.LastIndex));
        return others > voters.Length / 2;
    }

    private bool IsWhole(SimulatedBroker broker) =>
        broker.IsUp
        && broker.Node!.Status.IsReady
        && _needed.All(needed => HasAgain(broker, needed.Key, needed.Value))
        && !_damage.Exists(damage => IsStillThere(broker, damage));

    private bool HasAgain(SimulatedBroker broker, GroupId group, LogIndex committed)
    {
        var leader = cluster.LeaderOf(group)?.Groups.Single(replica => replica.Id == group);
        bool isMember = leader is null || leader.Core.Configuration.Voters.Any(voter => voter.Broker == broker.Id);
        return !isMember
            || broker.Groups.Any(replica => replica.Id == group && replica.IsRunning && !replica.Core.IsLearner && replica.Core.PersistedIndex >= committed);
    }

    private static bool IsStillThere(SimulatedBroker broker, DiskWrite damage) =>
        DiskSurgery.Read(broker.Disk.Files, damage.Path, damage.Offset, damage.After.Length) is { } now && now.AsSpan().SequenceEqual(damage.After);
}
