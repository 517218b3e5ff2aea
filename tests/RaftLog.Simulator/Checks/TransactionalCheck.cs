using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Transactions;

namespace RaftLog.Simulator.Checks;

/// <summary>
/// Whether all transactions have ended, the same way on every replica, and are what their producers were promised, see <see cref="TransactionLedger"/>.
/// </summary>
internal sealed class TransactionalCheck(SimulatedCluster cluster, TransactionLedger ledger)
{
    private readonly Dictionary<int, IReadOnlyList<string>> _committed = [];

    /// <summary>Takes in the replicas of one partition of the output.</summary>
    public void Add(string name, IEnumerable<RaftGroup> replicas)
    {
        int partition = PartitionName.NumberOf(name);
        foreach (var replica in replicas)
        {
            if (TransactionalContents.TryReadEnded(cluster, replica) is not { } contents)
            {
                continue;
            }

            if (!_committed.TryAdd(partition, contents.Committed) && !_committed[partition].SequenceEqual(contents.Committed))
            {
                cluster.World.Fail($"{name}: broker {replica.Core.Self.Broker} holds other committed transactions than the others");
            }
        }

        ledger.CheckReads(partition, _committed[partition]);
    }

    /// <summary>Judges all transactions, once all partitions are taken in.</summary>
    public void Run()
    {
        if (_committed.Count > 0)
        {
            ledger.Check(_committed);
        }
    }
}
