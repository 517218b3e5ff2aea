using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Creates and deletes topics.</summary>
internal static class TopicsControl
{
    /// <summary>The most partitions that one request may create: what one log entry holds with room to spare.</summary>
    public const int MaxPartitionsPerRequest = 10_000;

    /// <summary>Creates topics; those that cannot be are left out and say why.</summary>
    public static ControlResult<CreateTopicsResult> Create(MetadataImage image, CreateTopicsCommand command, ConfigResolver configs, Random random)
    {
        int usual = configs.BrokerInt(image, BrokerConfigNames.NumPartitions);
        if (command.Topics.Sum(topic => (long)PartitionCount(topic, usual)) > MaxPartitionsPerRequest)
        {
            return new ControlResult<CreateTopicsResult>(new CreateTopicsResult
            {
                Topics = [.. command.Topics.Select(topic => Refused(topic, new ControlError(
                    ErrorCode.PolicyViolation, $"One request creates at most {MaxPartitionsPerRequest} partitions")))],
            });
        }

        var duplicates = Duplicates(command.Topics.Select(topic => topic.Name));
        var plan = new TopicCreationPlan(image, configs, random);
        var response = new CreateTopicsResult
        {
            Topics = [.. command.Topics.Select(topic => duplicates.Contains(topic.Name) ? Refused(topic, NamedTwice(topic.Name)) : plan.Add(topic))],
        };
        return new ControlResult<CreateTopicsResult>(command.ValidateOnly ? [] : plan.Records, response);
    }

    /// <summary>Deletes topics; those that cannot be say why.</summary>
    public static ControlResult<DeleteTopicsResult> Delete(MetadataImage image, DeleteTopicsCommand command)
    {
        var found = command.Topics.ConvertAll(reference => Find(image.Topics, reference));
        var duplicates = Duplicates(found.Where(topic => topic is not null).Select(topic => topic!.Name));
        var outcomes = command.Topics.Zip(found, (reference, topic) => Outcome(reference, topic, duplicates)).ToList();
        return new ControlResult<DeleteTopicsResult>(
            [.. outcomes.Where(outcome => outcome.Error == ErrorCode.None).Select(outcome => new RemoveTopicRecord { TopicId = outcome.TopicId })],
            new DeleteTopicsResult { Topics = outcomes });
    }

    private static int PartitionCount(TopicCreation topic, int usual) =>
        topic.Assignments.Count > 0 ? topic.Assignments.Count : topic.PartitionCount == -1 ? usual : Math.Max(0, topic.PartitionCount);

    private static TopicImage? Find(TopicsImage topics, TopicReference reference) =>
        reference.Name is not null && reference.TopicId != Guid.Empty ? null
        : reference.Name is not null ? topics.ByName.GetValueOrDefault(reference.Name)
        : topics.ById.GetValueOrDefault(reference.TopicId);

    private static DeletedTopic Outcome(TopicReference reference, TopicImage? topic, HashSet<string> duplicates)
    {
        var error = ProblemWith(reference, topic, duplicates);
        return new DeletedTopic
        {
            Name = topic?.Name ?? reference.Name,
            TopicId = topic?.Id ?? reference.TopicId,
            Error = error?.Code ?? ErrorCode.None,
            ErrorMessage = error?.Message,
        };
    }

    private static ControlError? ProblemWith(TopicReference reference, TopicImage? topic, HashSet<string> duplicates)
    {
        if (topic is not null)
        {
            return duplicates.Contains(topic.Name) ? NamedTwice(topic.Name) : null;
        }

        if (reference.Name is null)
        {
            return new ControlError(ErrorCode.UnknownTopicId, $"There is no topic with id {reference.TopicId}");
        }

        return reference.TopicId == Guid.Empty
            ? new ControlError(ErrorCode.UnknownTopicOrPartition, $"There is no topic '{reference.Name}'")
            : new ControlError(ErrorCode.InvalidRequest, "A topic is deleted by its name or by its id, not by both");
    }

    private static CreatedTopic Refused(TopicCreation topic, ControlError error) =>
        new() { Name = topic.Name, Error = error.Code, ErrorMessage = error.Message };

    private static ControlError NamedTwice(string name) => new(ErrorCode.InvalidRequest, $"The request names topic '{name}' more than once");

    private static HashSet<string> Duplicates(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
}
