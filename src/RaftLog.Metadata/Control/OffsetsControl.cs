using System.Text;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Keeps what consumer groups have reached. Whether a member may commit is the coordinator's question, not this one's.</summary>
internal static class OffsetsControl
{
    /// <summary>The most bytes of a client's note with an offset (Kafka's <c>offset.metadata.max.bytes</c>).</summary>
    public const int MaxMetadataBytes = 4_096;

    /// <summary>Writes offsets; those that cannot be are left out and say why.</summary>
    public static ControlResult<CommitOffsetsResult> Commit(MetadataImage image, CommitOffsetsCommand command, DateTimeOffset now)
    {
        var response = new CommitOffsetsResult();
        var topics = new Dictionary<string, List<OffsetCommitRecord.Partition>>(StringComparer.Ordinal);
        foreach (var commit in command.Offsets)
        {
            var error = ProblemWith(image, commit);
            response.Partitions.Add(new PartitionOutcome { Topic = commit.Topic, Partition = commit.Partition, Error = error });
            if (error == ErrorCode.None)
            {
                Add(topics, commit);
            }
        }

        return topics.Count == 0
            ? new ControlResult<CommitOffsetsResult>(response)
            : new ControlResult<CommitOffsetsResult>([Record(command.ConsumerGroup, topics, now)], response);
    }

    /// <summary>Forgets offsets. Forgetting what is not there succeeds, so that a repetition does.</summary>
    public static ControlResult<DeleteOffsetsResult> Delete(MetadataImage image, DeleteOffsetsCommand command)
    {
        if (!ConsumerGroupsControl.Exists(image, command.ConsumerGroup))
        {
            return new ControlResult<DeleteOffsetsResult>(
                new DeleteOffsetsResult { Error = ErrorCode.GroupIdNotFound, ErrorMessage = $"There is no consumer group '{command.ConsumerGroup}'" });
        }

        var outcomes = command.Partitions.ConvertAll(partition => new PartitionOutcome
        {
            Topic = partition.Topic,
            Partition = partition.Partition,
            Error = Exists(image, partition.Topic, partition.Partition) ? ErrorCode.None : ErrorCode.UnknownTopicOrPartition,
        });
        return new ControlResult<DeleteOffsetsResult>(
            [
                .. from outcome in outcomes
                   where outcome.Error == ErrorCode.None
                   group outcome.Partition by outcome.Topic into topic
                   select new RemoveOffsetsRecord { ConsumerGroup = command.ConsumerGroup, Topic = topic.Key, Partitions = [.. topic] },
            ],
            new DeleteOffsetsResult { Partitions = outcomes });
    }

    /// <summary>Forgets what has expired by now, and groups that are left with nothing.</summary>
    public static ControlResult<ExpireOffsetsResult> Expire(MetadataImage image, ExpireOffsetsCommand command)
    {
        var records = new List<MetadataRecord>();
        int count = 0;
        foreach (var expiry in command.Groups)
        {
            if (image.ConsumerGroups.TryGet(expiry.ConsumerGroup, out var group))
            {
                var expired = group.Offsets
                    .Where(pair => pair.Value.CommitTimestampMs <= expiry.CommittedUpToMs && !expiry.KeptTopics.Contains(pair.Key.Topic))
                    .Select(pair => pair.Key)
                    .ToList();
                count += expired.Count;
                bool isBare = expired.Count == group.Offsets.Count && !image.Transactions.HasPendingOffsets(group.Id);
                records.AddRange(expiry.RemoveIfBare && isBare
                    ? [new RemoveConsumerGroupRecord { ConsumerGroup = group.Id }]
                    : Removal(group.Id, expired));
            }
        }

        return new ControlResult<ExpireOffsetsResult>(records, new ExpireOffsetsResult { ExpiredOffsets = count });
    }

    private static IEnumerable<RemoveOffsetsRecord> Removal(string consumerGroup, IEnumerable<TopicPartition> partitions) => partitions
        .GroupBy(partition => partition.Topic, partition => partition.Partition, StringComparer.Ordinal)
        .OrderBy(topic => topic.Key, StringComparer.Ordinal)
        .Select(topic => new RemoveOffsetsRecord { ConsumerGroup = consumerGroup, Topic = topic.Key, Partitions = [.. topic.Order()] });

    /// <summary>Why an offset cannot be kept.</summary>
    public static ErrorCode ProblemWith(MetadataImage image, OffsetCommit commit)
    {
        if (!Exists(image, commit.Topic, commit.Partition))
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        return commit.Metadata is { } note && Encoding.UTF8.GetByteCount(note) > MaxMetadataBytes ? ErrorCode.OffsetMetadataTooLarge : ErrorCode.None;
    }

    /// <summary>An offset as it is kept.</summary>
    public static CommittedOffset Committed(OffsetCommit commit, long nowMs) => new(commit.Offset, commit.LeaderEpoch, commit.Metadata ?? "", nowMs);

    private static bool Exists(MetadataImage image, string topic, int partition) => image.Topics.TryGet(new TopicPartition(topic, partition), out _);

    private static void Add(Dictionary<string, List<OffsetCommitRecord.Partition>> topics, OffsetCommit commit)
    {
        if (!topics.TryGetValue(commit.Topic, out var partitions))
        {
            topics.Add(commit.Topic, partitions = []);
        }

        partitions.Add(new OffsetCommitRecord.Partition
        {
            Number = commit.Partition,
            Offset = commit.Offset,
            LeaderEpoch = commit.LeaderEpoch,
            Metadata = commit.Metadata ?? "",
        });
    }

    private static OffsetCommitRecord Record(string consumerGroup, Dictionary<string, List<OffsetCommitRecord.Partition>> topics, DateTimeOffset now) => new()
    {
        ConsumerGroup = consumerGroup,
        CommitTimestampMs = now.ToUnixTimeMilliseconds(),
        Topics = [.. topics.Select(topic => new OffsetCommitRecord.Topic { Name = topic.Key, Partitions = topic.Value })],
    };
}
