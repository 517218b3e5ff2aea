using RaftLog.Broker.Groups.Assignors;
using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <content>What each member shall have.</content>
internal sealed partial class ConsumerGroup
{
    // A topic that came, went or grew matters only when somebody subscribes to it.
    private bool TopicsHaveChanged(TopicsImage topics) => _topics.MoveTo(topics) && !SameCounts(CountPartitions(), _partitionCounts);

    // A new epoch of the group, whatever the reason.
    private void Retarget()
    {
        _epoch++;
        _partitionCounts = CountPartitions();
        var assignor = PreferredAssignor();
        _assignorName = assignor.Name;
        _target = assignor.Assign(new AssignmentProblem([.. _members.Values.Select(ToProblem)], _partitionCounts));
    }

    private AssignorMember ToProblem(ConsumerMember member) =>
        new(member.Id, member.InstanceId, _topics.Of(member.Subscription), _target.Of(member.Id));

    private Dictionary<Guid, int> CountPartitions() => _members.Values
        .Select(member => _topics.Of(member.Subscription))
        .Distinct(ReferenceEqualityComparer.Instance)
        .Cast<IReadOnlyList<Guid>>()
        .SelectMany(topics => topics)
        .Distinct()
        .ToDictionary(topic => topic, _topics.PartitionCount);

    private IPartitionAssignor PreferredAssignor()
    {
        var favourite = _members.Values
            .Where(member => member.Assignor is not null)
            .GroupBy(member => member.Assignor!, StringComparer.Ordinal)
            .OrderByDescending(votes => votes.Count())
            .FirstOrDefault()?.Key;
        return _assignors.FirstOrDefault(assignor => assignor.Name == favourite) ?? _assignors[0];
    }

    private static bool SameCounts(Dictionary<Guid, int> left, Dictionary<Guid, int> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out int count) && count == pair.Value);
}
