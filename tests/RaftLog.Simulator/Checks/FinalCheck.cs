using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload;
using RaftLog.Simulator.Workload.Records;
using RaftLog.Simulator.Workload.Transactions;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>
/// What must be true when all is quiet again: the replicas of a partition hold the same records, and each batch that was sent is there
/// as its acknowledgement promised, see <see cref="DeliveryCheck"/>.
/// </summary>
internal sealed class FinalCheck(
    SimulatedCluster cluster, History history, TransactionLedger transactions, BalanceLedger balances, Func<string, string> incarnationOf)
{
    public void Run()
    {
        var partitions = cluster.Brokers.SelectMany(broker => broker.Groups).Where(group => group.Id != GroupId.Metadata).GroupBy(group => group.Name);
        var transactional = new TransactionalCheck(cluster, transactions);
        foreach (var replicas in partitions)
        {
            if (PartitionName.TopicOf(replicas.Key) == TransactionTopics.Output)
            {
                transactional.Add(replicas.Key, replicas);
                continue;
            }

            if (PartitionName.TopicOf(replicas.Key) == TransactionTopics.Balances)
            {
                new BalanceCheck(cluster, balances).Run(replicas.Key, replicas);
                continue;
            }

            if (SimulatedWorkload.IsCompacted(PartitionName.TopicOf(replicas.Key)))
            {
                CheckCompacted(replicas.Key, replicas);
                continue;
            }

            var all = new List<(BrokerId Broker, PartitionContents Contents)>();
            foreach (var replica in replicas)
            {
                if (TryRead(replica) is { } contents)
                {
                    all.Add((replica.Core.Self.Broker, contents));
                }
            }

            foreach (var (broker, contents) in all.Skip(1))
            {
                if (contents.Start != all[0].Contents.Start || !contents.Records.SequenceEqual(all[0].Contents.Records))
                {
                    cluster.World.Fail(
                        $"{replicas.Key}: brokers {all[0].Broker} and {broker} hold different records, {all[0].Contents.InWords} and {contents.InWords}");
                }
            }

            Check(replicas.Key, all[0].Contents, replicas.Max(replica => replica.Core.Term));
        }

        transactional.Run();
    }

    private Place PlaceOf(string name) =>
        new(incarnationOf(PartitionName.TopicOf(name)), PartitionName.NumberOf(name));

    private void CheckCompacted(string name, IEnumerable<RaftGroup> replicas)
    {
        var check = new CompactedCheck(cluster.World, history, PlaceOf(name), PartitionName.TopicOf(name));
        foreach (var replica in replicas)
        {
            try
            {
                check.Run(replica);
            }
            catch (LogCorruptException) when (cluster.Damages.IsSpoilt(cluster.Brokers[replica.Core.Self.Broker.Value - 1]))
            {
                // As below.
            }
        }
    }

    // A flipped bit stays unnoticed until somebody reads it, and nobody may have: then the replicas of the other brokers are compared.
    private PartitionContents? TryRead(RaftGroup replica)
    {
        try
        {
            return PartitionContents.Read(cluster.World, replica);
        }
        catch (LogCorruptException) when (cluster.Damages.IsSpoilt(cluster.Brokers[replica.Core.Self.Broker.Value - 1]))
        {
            return null;
        }
    }

    private void Check(string name, PartitionContents contents, Term term)
    {
        string topic = PartitionName.TopicOf(name);
        var place = PlaceOf(name);
        if (contents.Start < history.StartOf(place))
        {
            cluster.World.Fail($"{name} begins at offset {contents.Start}, and what is below {history.StartOf(place)} was deleted");
        }

        for (int i = 0; i < contents.Records.Count; i++)
        {
            history.Read(place, topic, contents.Start + i, contents.Records[i]);
        }

        new DeliveryCheck(cluster.World, history, place, topic, contents, term.Value).Run();
    }
}
