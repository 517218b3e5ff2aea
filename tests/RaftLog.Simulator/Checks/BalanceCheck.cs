using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Transactions;

namespace RaftLog.Simulator.Checks;

/// <summary>Whether what compaction has left of transactions is what they were, see <see cref="BalanceLedger"/>.</summary>
internal sealed class BalanceCheck(SimulatedCluster cluster, BalanceLedger ledger)
{
    /// <summary>Judges the replicas of one partition.</summary>
    public void Run(string name, IEnumerable<RaftGroup> replicas)
    {
        int partition = PartitionName.NumberOf(name);
        foreach (var replica in replicas)
        {
            if (TransactionalContents.TryReadEnded(cluster, replica, isCompacted: true) is { } contents)
            {
                ledger.Check($"{name} of broker {replica.Core.Self.Broker}", partition, contents.Committed);
            }
        }
    }
}
