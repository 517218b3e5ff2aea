using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Replaces replicas that are lost, and takes note of replacements that are done.</summary>
internal static class ReplicasControl
{
    /// <summary>
    /// A broker came with another data directory than before, or after it had been taken out of the cluster: what it held is gone as far as
    /// anybody knows, so all its replicas get successors. If the old ones turn up after all, it reports them as found.
    /// </summary>
    public static IReadOnlyList<MetadataRecord> ReplaceAllOn(MetadataImage image, BrokerId broker, Random random) =>
    [
        .. from topic in image.Topics.ById.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal)
           from partition in topic.Partitions
           let fresh = new Lazy<ReplicaId>(() => ReplicaChange.NewIdentity(broker, random))
           let next = partition.ReplicaOn(broker) is { } lost ? ReplicaChange.Replace(partition, lost, fresh.Value)
               : partition.RemovingBrokers.Contains(broker) ? ReplicaChange.Succeed(partition, fresh.Value)
               : null
           where next is not null
           select PartitionRecord.Of(topic.Id, next),
    ];

    /// <summary>Takes in what a broker reports; what is out of date changes nothing.</summary>
    public static ControlResult<ReportReplicasResult> Report(MetadataImage image, ReportReplicasCommand command, Random random)
    {
        // One change for each partition: a second report of the same one finds what the first has made of it.
        var changed = new Dictionary<(Guid Topic, int Partition), PartitionImage>();
        foreach (var report in command.Reports)
        {
            var key = (report.TopicId, report.Partition);
            var partition = changed.GetValueOrDefault(key)
                ?? (image.Topics.TryGet(report.TopicId, out var topic) ? topic.Partition(report.Partition) : null);
            if (partition is not null && Decide(partition, report, random) is { } next)
            {
                changed[key] = next;
            }
        }

        return new ControlResult<ReportReplicasResult>(
            [.. changed.Select(pair => PartitionRecord.Of(pair.Key.Topic, pair.Value))], new ReportReplicasResult());
    }

    private static PartitionImage? Decide(PartitionImage partition, ReplicaReport report, Random random)
    {
        if (report.Kind == ReplicaReportKind.Settled)
        {
            return ReplicaChange.Settle(partition, report.Replicas);
        }

        if (report.Replicas.Count != 1)
        {
            return null;
        }

        var replica = report.Replicas[0];
        return report.Kind switch
        {
            ReplicaReportKind.Lost when partition.Replicas.Contains(replica) =>
                ReplicaChange.Replace(partition, replica, ReplicaChange.NewIdentity(replica.Broker, random)),
            ReplicaReportKind.Found => ReplicaChange.Restore(partition, replica),
            _ => null,
        };
    }
}
