using System.Globalization;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Transactions;
using RaftLog.Storage;

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
        int partition = int.Parse(name[(name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
        foreach (var replica in replicas)
        {
            if (TryRead(replica) is not { } contents)
            {
                continue;
            }

            if (contents.Open.Count > 0)
            {
                cluster.World.Fail($"{name}: the transactions of producers {string.Join(", ", contents.Open)} never ended");
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

    // As in the final check of other topics: damage that nobody has noticed yet.
    private TransactionalContents? TryRead(RaftGroup replica)
    {
        try
        {
            return TransactionalContents.Read(cluster.World, replica);
        }
        catch (LogCorruptException) when (cluster.Damages.IsSpoilt(cluster.Brokers[replica.Core.Self.Broker.Value - 1]))
        {
            return null;
        }
    }
}
