using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Faults.Processes;

/// <summary>A machine, or all of them, loses power right after a client got an answer: what was acknowledged must be there.</summary>
internal sealed class CrashAfterAnswer(SimulatedCluster cluster, Random chance) : Fault(cluster, chance)
{
    public override string Begin()
    {
        var broker = AnyBroker();
        bool isEverywhere = Chance(0.3);
        bool isTorn = Chance(0.7);
        var wait = Milliseconds(20, 4_000);
        Cluster.Clients.Faults = new ClientFaults(broker.Id)
        {
            Answered = () =>
            {
                foreach (var each in isEverywhere ? Cluster.Brokers : [broker])
                {
                    each.LosePower(isTorn);
                    Cluster.Supervisor.StartAfter(each, wait);
                }
            },
        };
        return $"{(isEverywhere ? "all brokers lose" : $"broker {broker.Id} loses")} power right after the next answer of broker {broker.Id} to a client";
    }
}
