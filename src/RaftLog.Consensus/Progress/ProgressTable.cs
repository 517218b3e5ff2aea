using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The progress of every replica of a leader's configuration, and what majorities of them have reached. A handful: searched in order.
/// </summary>
internal sealed class ProgressTable(ReplicaId self, RaftOptions options)
{
    private readonly List<ReplicaProgress> _replicas = [];

    /// <summary>All of them. The concrete list, so that walking it on every heartbeat allocates nothing.</summary>
    public List<ReplicaProgress> Replicas => _replicas;

    /// <summary>The leader's own progress; null when it is not in its configuration.</summary>
    public ReplicaProgress? Own => Find(self);

    /// <summary>The progress of the replica that a message is from, or null for a stranger, such as a wiped directory.</summary>
    public ReplicaProgress? Find(ReplicaId replica)
    {
        foreach (var progress in _replicas)
        {
            if (progress.Id.Matches(replica))
            {
                return progress;
            }
        }

        return null;
    }

    public void Clear() => _replicas.Clear();

    /// <summary>Adds who came, drops who went, and keeps the progress of the others.</summary>
    public void Configure(GroupConfiguration configuration, LogIndex next)
    {
        _replicas.RemoveAll(progress => !configuration.Contains(progress.Id));
        Add(configuration.Voters, next);
        Add(configuration.OutgoingVoters, next);
        Add(configuration.Learners, next);
    }

    /// <summary>The last index that is on the stable storage of a majority, of both halves when joint.</summary>
    public LogIndex MajorityMatch(GroupConfiguration configuration) =>
        new(Math.Min(Reached(configuration.Voters, MatchOf), Reached(configuration.OutgoingVoters, MatchOf)));

    /// <summary>The last heartbeat round that a majority has answered.</summary>
    public long MajorityRound(GroupConfiguration configuration) =>
        Math.Min(Reached(configuration.Voters, RoundOf), Reached(configuration.OutgoingVoters, RoundOf));

    /// <summary>Whether a majority was heard since this was last asked; forgets what it heard.</summary>
    public bool TakeQuorumActivity(GroupConfiguration configuration)
    {
        bool isActive = Reached(configuration.Voters, ActivityOf) > 0 && Reached(configuration.OutgoingVoters, ActivityOf) > 0;
        foreach (var progress in _replicas)
        {
            progress.IsRecentlyActive = progress.Id.Matches(self);
        }

        return isActive;
    }

    private static long MatchOf(ReplicaProgress progress) => progress.Match.Value;

    private static long RoundOf(ReplicaProgress progress) => progress.AnsweredRound;

    private static long ActivityOf(ReplicaProgress progress) => progress.IsRecentlyActive ? 1 : 0;

    private long Reached(ImmutableArray<ReplicaId> voters, Func<ReplicaProgress, long> valueOf)
    {
        Span<long> values = voters.Length <= 16 ? stackalloc long[voters.Length] : new long[voters.Length];
        for (int i = 0; i < voters.Length; i++)
        {
            values[i] = Find(voters[i]) is { } progress ? valueOf(progress) : 0;
        }

        return Quorum.Reached(values);
    }

    private void Add(ImmutableArray<ReplicaId> replicas, LogIndex next)
    {
        foreach (var replica in replicas)
        {
            if (Find(replica) is { } known)
            {
                known.Id = replica;
            }
            else
            {
                _replicas.Add(new ReplicaProgress(replica, next, options));
            }
        }
    }
}
