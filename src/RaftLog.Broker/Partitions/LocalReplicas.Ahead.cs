using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

// What is done about many replicas at once, before the loop comes by each of them. Only what goes well: all else is left as it is, and happens again when
// it is that replica's turn, where it is dealt with.
internal sealed partial class LocalReplicas
{
    private readonly LogsAhead _ahead;
    private readonly DiskThreads _threads;

    /// <summary>Creates those that are to be created, and opens the logs of all that are to be opened, several at a time.</summary>
    public void Prepare(IReadOnlyList<WantedReplica> wanted, bool isCurrent)
    {
        var missing = new List<(WantedReplica Wanted, ReplicaId Replica)>();
        var present = new List<(ReplicaDirectory, StorageContext, PartitionLogOptions)>();
        foreach (var one in wanted)
        {
            try
            {
                Sort(one, isCurrent, missing, present);
            }
            catch (Exception failure) when (ReplicaDamage.IsOfOneReplica(failure))
            {
                // Said when it is this replica's turn.
            }
        }

        present.AddRange(CreateTogether(missing));
        if (present.Count > 1)
        {
            _ahead.Open(present);
        }
    }

    /// <summary>Closes the logs that were opened for replicas that turned out not to be wanted.</summary>
    public void EndPreparation() => _ahead.CloseAll();

    private void Sort(
        in WantedReplica one,
        bool isCurrent,
        List<(WantedReplica Wanted, ReplicaId Replica)> missing,
        List<(ReplicaDirectory Directory, StorageContext Storage, PartitionLogOptions Options)> present)
    {
        var (topic, partition, options) = one;
        if (_open.ContainsKey(partition.Group) || _tries.Has(partition.Group) || _lost.Has(partition.Group))
        {
            return;
        }

        var (action, replica) = ReplicaPlan.Next(partition, _self, Held(topic, partition), Lost(partition), IsOffline(partition), isCurrent);
        if (action == ReplicaAction.Create)
        {
            missing.Add((one, replica));
        }
        else if (action is ReplicaAction.Keep or ReplicaAction.KeepAndReport && _directories.HomeOf(topic.Id, partition.Number) is { } home)
        {
            present.Add((home.FindReplica(topic.Id, partition.Number)!, home.Storage, options));
        }
    }

    private IEnumerable<(ReplicaDirectory Directory, StorageContext Storage, PartitionLogOptions Options)> CreateTogether(
        List<(WantedReplica Wanted, ReplicaId Replica)> missing)
    {
        if (missing.Count < 2)
        {
            return [];
        }

        try
        {
            var options = missing.ToDictionary(one => one.Wanted.Partition.Group, one => one.Wanted.Options);
            var created = _directories.CreateReplicas([.. missing.Select(one => ManifestOf(one.Wanted, one.Replica))], _threads);
            foreach (var directory in created)
            {
                var manifest = directory.Manifest;
                BrokerLog.ReplicaCreated(_logger, new TopicPartition(manifest.TopicName, manifest.Partition), new ReplicaId(_self, manifest.Directory));
            }

            return created.Select(directory => (directory, _directories.First.Storage, options[directory.Manifest.Group]));
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static ReplicaManifest ManifestOf(in WantedReplica wanted, ReplicaId replica) =>
        new(wanted.Topic.Id, wanted.Partition.Number, wanted.Topic.Name, wanted.Partition.Group, replica.Directory);
}
