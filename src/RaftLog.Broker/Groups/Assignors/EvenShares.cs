using RaftLog.Metadata;

namespace RaftLog.Broker.Groups.Assignors;

/// <summary>
/// The uniform assignment of members that all subscribe to the same topics: with P partitions and M members each gets ⌊P/M⌋ or one more. A member keeps
/// what it has up to its share, so only what must move does.
/// </summary>
internal sealed class EvenShares
{
    private readonly AssignmentProblem _problem;
    private readonly List<HashSet<TopicIdPartition>> _shares = [];
    private readonly HashSet<TopicIdPartition> _taken = [];
    private readonly int _share;

    // How many members may have one more than _share.
    private int _larger;

    public EvenShares(AssignmentProblem problem)
    {
        _problem = problem;
        int partitions = problem.Topics.Sum(problem.PartitionCount);
        _share = partitions / problem.Members.Count;
        _larger = partitions % problem.Members.Count;
    }

    public Assignment Assign()
    {
        foreach (var member in _problem.Members)
        {
            _shares.Add(Keep(member));
        }

        int next = 0;
        foreach (var partition in _problem.Topics.SelectMany(_problem.PartitionsOf).Where(partition => !_taken.Contains(partition)))
        {
            // Around the members, so that the partitions of one topic do not all go to one of them.
            while (!HasRoom(_shares[next]))
            {
                next = (next + 1) % _shares.Count;
            }

            Take(_shares[next], partition);
            next = (next + 1) % _shares.Count;
        }

        return new Assignment(_problem.Members.Select((member, i) => (member.Id, _shares[i])).ToDictionary(pair => pair.Id, pair => pair.Item2, StringComparer.Ordinal));
    }

    private HashSet<TopicIdPartition> Keep(AssignorMember member)
    {
        var kept = new HashSet<TopicIdPartition>();
        foreach (var partition in member.Current.Where(_problem.Exists).OrderBy(partition => partition.TopicId).ThenBy(partition => partition.Partition))
        {
            if (HasRoom(kept) && !_taken.Contains(partition))
            {
                Take(kept, partition);
            }
        }

        return kept;
    }

    private bool HasRoom(HashSet<TopicIdPartition> share) => share.Count < _share || (share.Count == _share && _larger > 0);

    private void Take(HashSet<TopicIdPartition> share, TopicIdPartition partition)
    {
        _larger -= share.Count == _share ? 1 : 0;
        share.Add(partition);
        _taken.Add(partition);
    }
}
