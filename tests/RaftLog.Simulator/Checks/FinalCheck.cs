using System.Globalization;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Records;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks;

/// <summary>
/// What must be true when all is quiet again: the replicas of a partition hold the same records, and each batch that was sent is there
/// as its acknowledgement promised, see <see cref="DeliveryCheck"/>.
/// </summary>
internal sealed class FinalCheck(SimulatedCluster cluster, History history, Func<string, string> incarnationOf)
{
    public void Run()
    {
        var partitions = cluster.Brokers.SelectMany(broker => broker.Groups).Where(group => group.Id != GroupId.Metadata).GroupBy(group => group.Name);
        foreach (var replicas in partitions)
        {
            var contents = new List<(BrokerId Broker, List<string> Records)>();
            foreach (var replica in replicas)
            {
                if (TryRead(replica) is { } records)
                {
                    contents.Add((replica.Core.Self.Broker, records));
                }
            }

            foreach (var (broker, records) in contents.Skip(1))
            {
                if (!records.SequenceEqual(contents[0].Records))
                {
                    cluster.World.Fail($"{replicas.Key}: brokers {contents[0].Broker} and {broker} hold different records");
                }
            }

            Check(replicas.Key, contents[0].Records, replicas.Max(replica => replica.Core.Term));
        }
    }

    // A flipped bit stays unnoticed until somebody reads it, and nobody may have: then the replicas of the other brokers are compared.
    private List<string>? TryRead(RaftGroup replica)
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

    private void Check(string name, List<string> records, Term term)
    {
        int dash = name.LastIndexOf('-');
        string topic = name[..dash];
        var place = new Place(incarnationOf(topic), int.Parse(name[(dash + 1)..], CultureInfo.InvariantCulture));
        for (int offset = 0; offset < records.Count; offset++)
        {
            history.Read(place, topic, offset, records[offset]);
        }

        new DeliveryCheck(cluster.World, history, place, topic, records, term.Value).Run();
    }
}
