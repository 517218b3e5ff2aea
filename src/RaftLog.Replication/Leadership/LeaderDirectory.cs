using System.Collections.Concurrent;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Who leads which group: soft state, put together from the roles of the replicas here and the announcements of other brokers. The highest
/// term wins, and a term has one leader, so announcements may come late, twice, or in any order. Readable from any thread. Nothing in it is a
/// promise: a leader that is gone stays until the next one is heard of.
/// </summary>
public sealed class LeaderDirectory
{
    private readonly ConcurrentDictionary<GroupId, GroupLeader> _leaders = new();

    /// <summary>Raised after an entry changed, on whichever thread brought the news. Must not block.</summary>
    public event Action<GroupId, GroupLeader>? Changed;

    /// <summary>The last leader heard of; false when none was.</summary>
    public bool TryGetLeader(GroupId group, out GroupLeader leader) => _leaders.TryGetValue(group, out leader);

    /// <summary>Takes in an announcement; returns whether it was news.</summary>
    /// <param name="group">The group.</param>
    /// <param name="leader">The leader and its term.</param>
    public bool Learn(GroupId group, GroupLeader leader)
    {
        while (true)
        {
            if (_leaders.TryGetValue(group, out GroupLeader known))
            {
                if (leader.Term <= known.Term)
                {
                    return false;
                }

                if (_leaders.TryUpdate(group, leader, known))
                {
                    break;
                }
            }
            else if (_leaders.TryAdd(group, leader))
            {
                break;
            }
        }

        Changed?.Invoke(group, leader);
        return true;
    }

    /// <summary>Forgets a group that was deleted.</summary>
    public void Forget(GroupId group) => _leaders.TryRemove(group, out _);
}
