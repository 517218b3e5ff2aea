using RaftLog.Metadata;

namespace RaftLog.Broker.Groups.Assignors;

/// <summary>
/// The uniform assignment of members with different subscriptions: everyone keeps what it has, what is free goes to the member with least that may have it,
/// and then partitions move from members with more to members with less until no single move makes two of them more even.
/// </summary>
internal sealed class LeastLoaded
{
    private readonly AssignmentProblem _problem;
    private readonly HashSet<TopicIdPartition>[] _shares;

    // By topic: the positions of its subscribers among the members.
    private readonly Dictionary<Guid, List<int>> _subscribers = [];
    private readonly Dictionary<TopicIdPartition, int> _owners = [];

    public LeastLoaded(AssignmentProblem problem)
    {
        _problem = problem;
        _shares = [.. problem.Members.Select(_ => new HashSet<TopicIdPartition>())];
        foreach (var topic in problem.Topics)
        {
            _subscribers[topic] = [];
        }

        for (int i = 0; i < problem.Members.Count; i++)
        {
            foreach (var topic in problem.Members[i].Topics)
            {
                _subscribers[topic].Add(i);
            }
        }
    }

    public Assignment Assign()
    {
        KeepCurrent();
        var topics = _problem.Topics.Where(topic => _subscribers[topic].Count > 0).OrderBy(topic => _subscribers[topic].Count).ThenBy(topic => topic).ToList();
        foreach (var partition in topics.SelectMany(_problem.PartitionsOf).Where(partition => !_owners.ContainsKey(partition)))
        {
            Give(partition, LeastLoadedOf(partition.TopicId));
        }

        // Each move makes the sum of the squares of all shares smaller, so this ends.
        while (MoveSome(topics))
        {
        }

        return new Assignment(_problem.Members.Select((member, i) => (member.Id, _shares[i])).ToDictionary(pair => pair.Id, pair => pair.Item2, StringComparer.Ordinal));
    }

    private void KeepCurrent()
    {
        for (int i = 0; i < _shares.Length; i++)
        {
            var member = _problem.Members[i];
            var topics = member.Topics.ToHashSet();
            foreach (var partition in member.Current.Where(partition => topics.Contains(partition.TopicId) && _problem.Exists(partition)))
            {
                if (!_owners.ContainsKey(partition))
                {
                    Give(partition, i);
                }
            }
        }
    }

    private bool MoveSome(List<Guid> topics)
    {
        bool moved = false;
        foreach (var topic in topics)
        {
            foreach (var partition in _problem.PartitionsOf(topic))
            {
                int owner = _owners[partition];
                int least = LeastLoadedOf(topic);
                if (_shares[owner].Count > _shares[least].Count + 1)
                {
                    _shares[owner].Remove(partition);
                    Give(partition, least);
                    moved = true;
                }
            }
        }

        return moved;
    }

    private void Give(TopicIdPartition partition, int member)
    {
        _shares[member].Add(partition);
        _owners[partition] = member;
    }

    private int LeastLoadedOf(Guid topic) => _subscribers[topic].MinBy(member => _shares[member].Count);
}
