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
    public void Configure(GroupConfiguration configuration, LogIndex next, long nowMs)
    {
        _replicas.RemoveAll(progress => !configuration.Contains(progress.Id));
        Add(configuration.Voters, next, nowMs);
        Add(configuration.OutgoingVoters, next, nowMs);
        Add(configuration.Learners, next, nowMs);
    }

    /// <summary>The last index that is on the stable storage of a majority, of both halves when joint.</summary>
    public LogIndex MajorityMatch(GroupConfiguration configuration) =>
        new(Math.Min(Reached(configuration.Voters, MatchOf), Reached(configuration.OutgoingVoters, MatchOf)));

    /// <summary>The last heartbeat round that a majority has answered.</summary>
    public long MajorityRound(GroupConfiguration configuration) =>
        Math.Min(Reached(configuration.Voters, RoundOf), Reached(configuration.OutgoingVoters, RoundOf));

    /// <summary>Whether a majority was heard within an election timeout, the leader itself included.</summary>
    public bool HearsMajority(GroupConfiguration configuration, long nowMs)
    {
        if (Own is { } own)
        {
            own.HeardAtMs = nowMs;
        }

        long heardAtMs = Math.Min(Reached(configuration.Voters, HeardOf), Reached(configuration.OutgoingVoters, HeardOf));
        return nowMs - heardAtMs <= options.ElectionTimeoutMinMs;
    }

    /// <summary>Whether every replica has everything and was told that it is committed: nothing is on its way.</summary>
    public bool HasEverything(LogIndex last, LogIndex commit)
    {
        foreach (var progress in _replicas)
        {
            bool isTold = progress.Id.Matches(self) || (progress.State == ProgressState.Replicate && progress.SentCommit >= commit);
            if (progress.Match != last || !isTold)
            {
                return false;
            }
        }

        return commit == last;
    }

    /// <summary>Whether every replica has answered the heartbeats of a round: nobody is away.</summary>
    public bool HaveAllAnswered(long round)
    {
        foreach (var progress in _replicas)
        {
            if (progress.AnsweredRound < round && !progress.Id.Matches(self))
            {
                return false;
            }
        }

        return true;
    }

    private static long MatchOf(ReplicaProgress progress) => progress.Match.Value;

    private static long RoundOf(ReplicaProgress progress) => progress.AnsweredRound;

    private static long HeardOf(ReplicaProgress progress) => progress.HeardAtMs;

    private long Reached(ImmutableArray<ReplicaId> voters, Func<ReplicaProgress, long> valueOf)
    {
        Span<long> values = voters.Length <= 16 ? stackalloc long[voters.Length] : new long[voters.Length];
        for (int i = 0; i < voters.Length; i++)
        {
            values[i] = Find(voters[i]) is { } progress ? valueOf(progress) : 0;
        }

        return Quorum.Reached(values);
    }

    private void Add(ImmutableArray<ReplicaId> replicas, LogIndex next, long nowMs)
    {
        foreach (var replica in replicas)
        {
            if (Find(replica) is { } known)
            {
                known.Id = replica;
            }
            else
            {
                _replicas.Add(new ReplicaProgress(replica, next, options, nowMs));
            }
        }
    }
}
