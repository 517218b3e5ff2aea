using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Checks;

/// <summary>What must hold between the replicas of each group, over the whole run and all restarts.</summary>
internal sealed class GroupInvariants(SimulatedWorld world)
{
    private readonly Dictionary<GroupId, ClusterInvariants> _groups = [];

    public void Observe(RaftGroup group)
    {
        if (!_groups.TryGetValue(group.Id, out var invariants))
        {
            invariants = new ClusterInvariants();
            _groups.Add(group.Id, invariants);
        }

        invariants.Observe(group.Core);
    }

    /// <summary>Log matching between all pairs of replicas.</summary>
    public void CheckLogMatching(IEnumerable<RaftGroup> replicas)
    {
        foreach (var group in replicas.GroupBy(replica => replica.Id))
        {
            var all = group.ToList();
            for (int i = 1; i < all.Count; i++)
            {
                try
                {
                    ClusterInvariants.CheckLogMatching(all[i - 1].Core, all[i].Core);
                }
                catch (InvariantViolationException violation)
                {
                    world.Fail($"log matching in {all[i].Name}, brokers {all[i - 1].Core.Self.Broker} and {all[i].Core.Self.Broker}: {violation.Message}");
                }
            }
        }
    }
}
