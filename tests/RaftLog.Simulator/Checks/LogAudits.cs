using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Checks.Audits;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Checks;

/// <summary>
/// The checks that read a whole log, and so are made of one replica now and then: cache, index, producer state and image against the log, the
/// log against what was committed before.
/// </summary>
internal sealed class LogAudits(SimulatedCluster cluster)
{
    private readonly ILogAudit[] _audits = [new CacheEqualsFile(), new IndexEqualsScan(), new ProducersEqualReplay(), new AbortedEqualsScan(), new CommittedNeverChanges()];
    private int _turn;

    /// <summary>Audits the next replica.</summary>
    public void RunOne()
    {
        var replicas = cluster.Brokers.SelectMany(broker => broker.Groups.Where(group => group.IsRunning).Select(group => (broker, group))).ToList();
        if (replicas.Count == 0)
        {
            return;
        }

        var (broker, replica) = replicas[_turn++ % replicas.Count];
        try
        {
            broker.Disk.Observe(() => Audit(broker, replica));
        }
        catch (IOException)
        {
            // Something on the disk is damaged; nothing can be compared with that.
        }
    }

    private void Audit(SimulatedBroker broker, RaftGroup replica)
    {
        string? violation = LogReading.Run(replica, _audits);
        if (violation is null && replica.Id == GroupId.Metadata)
        {
            violation = ImageEqualsReplay.Check(broker.Node!.Metadata.Current, replica.Log, broker.Id);
        }

        if (violation is not null)
        {
            cluster.World.Fail(violation);
        }
    }
}
