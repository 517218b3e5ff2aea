using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>The changes to <see cref="TopicsImage"/>.</summary>
internal sealed class TopicsDelta(TopicsImage old)
{
    private readonly HashSet<Guid> _touched = [];

    // The partitions of topics that change, so that a topic of many partitions is not copied for each of them.
    private readonly Dictionary<Guid, ImmutableArray<PartitionImage>.Builder> _partitions = [];

    private readonly ImmutableDictionary<Guid, TopicImage>.Builder _byId = old.ById.ToBuilder();
    private readonly ImmutableDictionary<string, TopicImage>.Builder _byName = old.ByName.ToBuilder();
    private readonly ImmutableDictionary<GroupId, TopicIdPartition>.Builder _byGroup = old.ByGroup.ToBuilder();

    public IReadOnlySet<Guid> Touched => _touched;

    public void Create(TopicRecord record)
    {
        Invariant.Require(!_byId.ContainsKey(record.TopicId));
        Invariant.Require(!_byName.ContainsKey(record.Name));
        var topic = new TopicImage(record.TopicId, record.Name, []);
        _touched.Add(topic.Id);
        _byId.Add(topic.Id, topic);
        _byName.Add(topic.Name, topic);
    }

    public void Set(PartitionRecord record)
    {
        var partitions = PartitionsOf(record.TopicId);
        Invariant.Require(record.Partition >= 0 && record.Partition <= partitions.Count);
        var partition = new PartitionImage(record.Partition, record.Group, [.. record.Replicas])
        {
            Adding = [.. record.Adding],
            Removing = [.. record.Removing],
            Initial = [.. record.Initial.Count > 0 ? record.Initial : record.Replicas],
        };
        if (record.Partition == partitions.Count)
        {
            Invariant.Require(!_byGroup.ContainsKey(record.Group));
            _byGroup.Add(record.Group, new TopicIdPartition(record.TopicId, record.Partition));
            partitions.Add(partition);
        }
        else
        {
            Invariant.Require(partitions[record.Partition].Group == record.Group);
            partitions[record.Partition] = partition;
        }
    }

    /// <summary>Removes a topic and returns what its name was.</summary>
    public string Remove(Guid id)
    {
        Invariant.Require(_byId.ContainsKey(id));
        foreach (var partition in PartitionsOf(id))
        {
            _byGroup.Remove(partition.Group);
        }

        string name = _byId[id].Name;
        _partitions.Remove(id);
        _byId.Remove(id);
        _byName.Remove(name);
        return name;
    }

    public TopicsImage Finish()
    {
        if (_touched.Count == 0)
        {
            return old;
        }

        foreach (var (id, partitions) in _partitions)
        {
            var topic = _byId[id] with { Partitions = partitions.DrainToImmutable() };
            _byId[id] = topic;
            _byName[topic.Name] = topic;
        }

        return new TopicsImage(_byId.ToImmutable(), _byName.ToImmutable(), _byGroup.ToImmutable());
    }

    private ImmutableArray<PartitionImage>.Builder PartitionsOf(Guid id)
    {
        if (!_partitions.TryGetValue(id, out var partitions))
        {
            Invariant.Require(_byId.ContainsKey(id));
            partitions = _byId[id].Partitions.ToBuilder();
            _partitions.Add(id, partitions);
            _touched.Add(id);
        }

        return partitions;
    }
}
