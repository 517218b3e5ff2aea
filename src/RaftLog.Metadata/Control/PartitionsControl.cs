using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Gives topics more partitions. Those that a topic has stay as they are; it never gets fewer.</summary>
internal static class PartitionsControl
{
    /// <summary>Decides each topic by itself; those that cannot grow as asked say why.</summary>
    public static ControlResult<CreatePartitionsResult> Create(MetadataImage image, CreatePartitionsCommand command)
    {
        var namedTwice = command.Topics.GroupBy(topic => topic.Topic, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        var plan = new Plan(image);
        var outcomes = command.Topics.ConvertAll(growth => Outcome(growth, namedTwice.Contains(growth.Topic)
            ? new ControlError(ErrorCode.InvalidRequest, $"The request names topic '{growth.Topic}' more than once")
            : plan.Add(growth)));
        return new ControlResult<CreatePartitionsResult>(command.ValidateOnly ? [] : plan.Records, new CreatePartitionsResult { Topics = outcomes });
    }

    private static GrownTopic Outcome(TopicGrowth growth, ControlError? error) =>
        new() { Topic = growth.Topic, Error = error?.Code ?? ErrorCode.None, ErrorMessage = error?.Message };

    /// <summary>The partitions of the topics that were found right so far.</summary>
    private sealed class Plan(MetadataImage image)
    {
        private readonly ReplicaPlacement _placement = new(image);
        private readonly List<MetadataRecord> _records = [];

        private GroupId _nextGroup = image.NextGroupId;

        public IReadOnlyList<MetadataRecord> Records => _records;

        /// <summary>Plans one topic, or says why not.</summary>
        public ControlError? Add(TopicGrowth growth)
        {
            if (!image.Topics.TryGet(growth.Topic, out var topic))
            {
                return new ControlError(ErrorCode.UnknownTopicOrPartition, $"There is no topic '{growth.Topic}'");
            }

            if (ProblemWith(topic, growth) is { } error)
            {
                return error;
            }

            int missing = growth.PartitionCount - topic.Partitions.Length;
            var placed = growth.Assignments is { } wanted
                ? [.. wanted.Select(assignment => ManualPlacement.Place(assignment, image.Brokers))]
                : _placement.Place(missing, ReplicasOf(topic), topic);
            Append(topic, placed);
            return null;
        }

        private ControlError? ProblemWith(TopicImage topic, TopicGrowth growth)
        {
            int missing = growth.PartitionCount - topic.Partitions.Length;
            if (missing <= 0)
            {
                return new ControlError(
                    ErrorCode.InvalidPartitions, $"Topic '{topic.Name}' has {topic.Partitions.Length} partitions; {growth.PartitionCount} are not more");
            }

            if (_records.Count + (long)missing > TopicsControl.MaxPartitionsPerRequest)
            {
                return new ControlError(ErrorCode.PolicyViolation, $"One request creates at most {TopicsControl.MaxPartitionsPerRequest} partitions");
            }

            int replicas = ReplicasOf(topic);
            if (growth.Assignments is { } wanted)
            {
                return wanted.Count != missing
                    ? new ControlError(ErrorCode.InvalidReplicaAssignment, $"{missing} partitions are to be added, and {wanted.Count} are assigned")
                    : Numbered(topic, wanted)
                        .Select(assignment => ManualPlacement.ProblemWith(assignment, replicas, image.Brokers))
                        .FirstOrDefault(found => found is not null);
            }

            return replicas > _placement.BrokerCount
                ? new ControlError(
                    ErrorCode.InvalidReplicationFactor, $"A replication factor of {replicas} needs as many live brokers, and there are {_placement.BrokerCount}")
                : null;
        }

        // The request tells them by their order only.
        private static IEnumerable<PartitionAssignment> Numbered(TopicImage topic, List<PartitionAssignment> wanted) =>
            wanted.Select((assignment, i) => new PartitionAssignment { Partition = topic.Partitions.Length + i, Brokers = assignment.Brokers });

        // As many as the topic was created with; a partition in the middle of a move counts what it moves to.
        private static int ReplicasOf(TopicImage topic) => topic.Partitions[0].Replicas.Length;

        private void Append(TopicImage topic, ImmutableArray<ImmutableArray<ReplicaId>> placed)
        {
            for (int i = 0; i < placed.Length; i++)
            {
                _records.Add(new PartitionRecord
                {
                    TopicId = topic.Id,
                    Partition = topic.Partitions.Length + i,
                    Group = _nextGroup,
                    Replicas = placed[i],
                });
                _nextGroup = new GroupId(_nextGroup.Value + 1);
            }
        }
    }
}
