using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Keeps and forgets consumer groups on behalf of their coordinator.</summary>
internal static class ConsumerGroupsControl
{
    /// <summary>Keeps a group's state.</summary>
    public static ControlResult<WriteConsumerGroupResult> Write(MetadataImage image, WriteConsumerGroupCommand command)
    {
        bool isKnown = image.ConsumerGroups.TryGet(command.ConsumerGroup, out var group);
        if (!isKnown && command.OnlyIfKnown)
        {
            return new ControlResult<WriteConsumerGroupResult>(new WriteConsumerGroupResult());
        }

        // A coordinator that was deposed without knowing it must not undo what its successor has written.
        if (group is not null && group.Generation > command.Generation)
        {
            return new ControlResult<WriteConsumerGroupResult>(new WriteConsumerGroupResult
            {
                Error = ErrorCode.IllegalGeneration,
                ErrorMessage = $"Consumer group '{command.ConsumerGroup}' is at generation {group.Generation}, not {command.Generation}",
            });
        }

        var record = new ConsumerGroupRecord
        {
            ConsumerGroup = command.ConsumerGroup,
            Generation = command.Generation,
            ProtocolType = command.ProtocolType,
            State = command.State.ToArray(),
        };
        return new ControlResult<WriteConsumerGroupResult>([record], new WriteConsumerGroupResult());
    }

    /// <summary>Whether anything is kept of a group, and be it offsets that wait for the end of a transaction.</summary>
    public static bool Exists(MetadataImage image, string consumerGroup) =>
        image.ConsumerGroups.TryGet(consumerGroup, out _) || image.Transactions.HasPendingOffsets(consumerGroup);

    /// <summary>Forgets groups with their offsets, those that wait for the end of a transaction included.</summary>
    public static ControlResult<DeleteConsumerGroupsResult> Delete(MetadataImage image, DeleteConsumerGroupsCommand command)
    {
        var outcomes = command.ConsumerGroups.ConvertAll(group => new ConsumerGroupOutcome
        {
            ConsumerGroup = group,
            Error = Exists(image, group) ? ErrorCode.None : ErrorCode.GroupIdNotFound,
        });
        return new ControlResult<DeleteConsumerGroupsResult>(
            [
                .. outcomes.Where(outcome => outcome.Error == ErrorCode.None)
                    .DistinctBy(outcome => outcome.ConsumerGroup)
                    .Select(outcome => new RemoveConsumerGroupRecord { ConsumerGroup = outcome.ConsumerGroup }),
            ],
            new DeleteConsumerGroupsResult { ConsumerGroups = outcomes });
    }
}
