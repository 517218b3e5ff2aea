using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Plans the topics of one request after each other, each with what the ones before it take into account.</summary>
internal sealed class TopicCreationPlan(MetadataImage image, ConfigResolver configs, Random random)
{
    private readonly ReplicaPlacement _placement = new(image);
    private readonly List<MetadataRecord> _records = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private GroupId _nextGroup = image.NextGroupId;

    /// <summary>The records of the topics planned so far.</summary>
    public IReadOnlyList<MetadataRecord> Records => _records;

    /// <summary>Plans one topic, or says why not.</summary>
    public CreatedTopic Add(TopicCreation topic)
    {
        if (ProblemWith(topic) is { } error)
        {
            return new CreatedTopic { Name = topic.Name, Error = error.Code, ErrorMessage = error.Message };
        }

        var partitions = topic.Assignments.Count > 0
            ? ManualPlacement.Place(topic, image.Brokers)
            : _placement.Place(PartitionCount(topic), ReplicationFactor(topic));
        var id = RandomId.Next(random);
        _names.Add(topic.Name);
        _records.Add(new TopicRecord { TopicId = id, Name = topic.Name });
        AddPartitions(id, partitions);
        _records.AddRange(topic.Configs.Select(setting => new ConfigRecord
        {
            ResourceType = ConfigResourceType.Topic,
            ResourceName = topic.Name,
            Name = setting.Name,
            Value = setting.Value,
        }));
        return new CreatedTopic { Name = topic.Name, TopicId = id, PartitionCount = partitions.Length, ReplicationFactor = partitions[0].Length };
    }

    private void AddPartitions(Guid topicId, ImmutableArray<ImmutableArray<ReplicaId>> partitions)
    {
        for (int number = 0; number < partitions.Length; number++)
        {
            _records.Add(new PartitionRecord { TopicId = topicId, Partition = number, Group = _nextGroup, Replicas = partitions[number] });
            _nextGroup = new GroupId(_nextGroup.Value + 1);
        }
    }

    private ControlError? ProblemWith(TopicCreation topic) =>
        ProblemWithName(topic.Name)
        ?? (topic.Assignments.Count > 0 ? ManualPlacement.ProblemWith(topic, image.Brokers) : ProblemWithNumbers(topic))
        ?? ConfigControl.ProblemWithTopicConfig(topic.Configs);

    private ControlError? ProblemWithName(string name)
    {
        if (TopicNames.ProblemWith(name) is { } problem)
        {
            return new ControlError(ErrorCode.InvalidTopicException, problem);
        }

        if (image.Topics.ByName.ContainsKey(name))
        {
            return new ControlError(ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists");
        }

        return TopicNames.Colliding(image.Topics.ByName.Keys.Concat(_names), name) is { } other
            ? new ControlError(ErrorCode.InvalidTopicException, $"Topic '{name}' collides with topic '{other}': '.' and '_' count as the same")
            : null;
    }

    private ControlError? ProblemWithNumbers(TopicCreation topic)
    {
        if (topic.PartitionCount is 0 or < -1)
        {
            return new ControlError(ErrorCode.InvalidPartitions, $"The number of partitions must be 1 or more, or -1 for the default, not {topic.PartitionCount}");
        }

        if (topic.ReplicationFactor is 0 or < -1 or > short.MaxValue)
        {
            return new ControlError(
                ErrorCode.InvalidReplicationFactor, $"The replication factor must be 1 or more, or -1 for the default, not {topic.ReplicationFactor}");
        }

        int replicas = ReplicationFactor(topic);
        return replicas > _placement.BrokerCount
            ? new ControlError(
                ErrorCode.InvalidReplicationFactor, $"A replication factor of {replicas} needs as many live brokers, and there are {_placement.BrokerCount}")
            : null;
    }

    private int PartitionCount(TopicCreation topic) =>
        topic.PartitionCount == -1 ? configs.BrokerInt(image, BrokerConfigNames.NumPartitions) : topic.PartitionCount;

    private int ReplicationFactor(TopicCreation topic) =>
        topic.ReplicationFactor == -1 ? configs.BrokerInt(image, BrokerConfigNames.DefaultReplicationFactor) : topic.ReplicationFactor;
}
