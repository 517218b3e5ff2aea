using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload.Records;

/// <summary>What no client could know: in which term a broker leads a partition now.</summary>
internal static class LeaderTerms
{
    /// <summary>The term; 0 when it does not lead the partition.</summary>
    public static int Of(SimulatedBroker broker, string topic, int partition)
    {
        string name = $"{topic}-{partition}";
        return broker.Groups.FirstOrDefault(group => group.Name == name && group.Handle.Status.IsLeader)?.Core.Term.Value ?? 0;
    }
}
