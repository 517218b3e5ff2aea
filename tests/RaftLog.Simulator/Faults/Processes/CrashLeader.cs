using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>Whoever leads a group at that moment dies; for the metadata group that is the controller.</summary>
internal sealed class CrashLeader(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string? Begin()
    {
        double which = Number(0, 999) / 1_000.0;
        bool losesPower = Chance(0.5);
        bool isTorn = Chance(0.7);
        var wait = Milliseconds(20, 6_000);
        var groups = Cluster.OpenGroups();
        if (groups.Count == 0 || Cluster.LeaderOf(groups[(int)(which * groups.Count)]) is not { } leader)
        {
            return null;
        }

        if (losesPower)
        {
            leader.LosePower(isTorn);
        }
        else
        {
            leader.Crash();
        }

        Cluster.Supervisor.StartAfter(leader, wait);
        return $"broker {leader.Id}, leader of group {groups[(int)(which * groups.Count)].Value}, {(losesPower ? "loses power" : "is killed")}, and starts {wait.TotalMilliseconds:F0} ms later";
    }
}
