using Microsoft.Extensions.Logging;
using RaftLog.Metadata;
using RaftLog.Storage;

namespace RaftLog.Broker.Partitions;

/// <summary>
/// The replicas of this broker whose files are gone or put aside, until the controller has said what follows them. Of the supervisor's loop only, but for
/// <see cref="Count"/>.
/// </summary>
internal sealed class LostReplicas(BrokerId self, DataDirectories directories, ReopenTries tries, ILogger logger)
{
    private readonly Dictionary<GroupId, (Guid TopicId, ReplicaId Replica)> _lost = [];
    private int _count;

    /// <summary>How many there are. Readable from any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether the replica of a group is one of them.</summary>
    public bool Has(GroupId group) => _lost.ContainsKey(group);

    /// <summary>The replica of the partition that was lost here and is not replaced yet.</summary>
    public ReplicaId? Of(PartitionImage partition)
    {
        if (!partition.IsOn(self))
        {
            Forget(partition.Group);
        }

        return _lost.TryGetValue(partition.Group, out var lost) ? lost.Replica : null;
    }

    /// <summary>
    /// Notes the replica that the image wants here. Where a manifest cannot be read, that one is taken to be what is lost: at worst a fresh identity is given
    /// up for another.
    /// </summary>
    public void Note(TopicImage topic, PartitionImage partition)
    {
        if (partition.ReplicaOn(self) is { } wanted)
        {
            _lost[partition.Group] = (topic.Id, wanted);
            Volatile.Write(ref _count, _lost.Count);
        }
    }

    /// <summary>Notes a replica whose files are not there, and says so in the log.</summary>
    public void NoteMissing(TopicImage topic, PartitionImage partition)
    {
        var name = new TopicPartition(topic.Name, partition.Number);
        if (directories.HasPromises(partition.Group, out var term))
        {
            BrokerLog.ReplicaMissing(logger, name, term.Value);
        }
        else
        {
            BrokerLog.ReplicaLostWithDirectory(logger, name);
        }

        Note(topic, partition);
    }

    /// <summary>
    /// Forgets one whose successor has another identity, or that has none: what it promised binds nobody any more. When its disk refuses that, it stays one
    /// of them.
    /// </summary>
    /// <exception cref="IOException">The disk refuses it.</exception>
    public void Forget(GroupId group)
    {
        if (_lost.ContainsKey(group))
        {
            directories.ForgetReplica(group);
            _lost.Remove(group);
            Volatile.Write(ref _count, _lost.Count);
        }
    }

    /// <summary>Forgets what was lost of a topic that is gone.</summary>
    public void ForgetTopic(Guid topicId)
    {
        foreach (var (group, _) in _lost.Where(lost => lost.Value.TopicId == topicId).ToList())
        {
            TryForget(group);
        }
    }

    /// <summary>Forgets those whose groups are gone; returns those of which the disk refused that.</summary>
    public HashSet<GroupId> ForgetOrphans(Predicate<GroupId> isOrphan) => [.. _lost.Keys.Where(group => isOrphan(group)).ToList().Where(group => !TryForget(group))];

    // Of a group that is gone, so that no change of the image leads to it again: what its disk refuses is tried with what else is left of such.
    private bool TryForget(GroupId group)
    {
        try
        {
            Forget(group);
            return true;
        }
        catch (IOException failure)
        {
            directories.First.NoteFailure();
            tries.Failed(group);
            BrokerLog.OrphansNotDeleted(logger, failure, directories.First.DirectoryPath);
            return false;
        }
    }
}
