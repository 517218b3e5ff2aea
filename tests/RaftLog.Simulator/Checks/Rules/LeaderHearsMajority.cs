using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>
/// A leader that nothing reaches from a majority steps down within <see cref="Patience"/> (check-quorum, thesis §6.2), so that its clients look
/// for another one.
/// </summary>
/// <param name="now">The time.</param>
/// <param name="heardAt">When the last frame of one broker arrived at another.</param>
internal sealed class LeaderHearsMajority(Func<TimeSpan> now, Func<BrokerId, BrokerId, TimeSpan> heardAt) : IReplicaRule
{
    /// <summary>Two windows of a check by the default election timeout of 1 s, and some turns.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.6);

    // A leader that was paused gives the others the time again that it has missed.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<(GroupId Group, BrokerId Broker), (Term Term, TimeSpan Since, TimeSpan LastTurn)> _leaders = [];

    /// <inheritdoc/>
    public string? Check(RaftGroup replica) =>
        Check(replica.Id, replica.Core.Configuration, replica.Core.Self, replica.IsRunning && replica.Core.Role == RaftRole.Leader ? replica.Core.Term : null);

    /// <summary>Checks a replica after a turn of its broker.</summary>
    /// <param name="group">The group.</param>
    /// <param name="configuration">Who votes in it.</param>
    /// <param name="self">The replica.</param>
    /// <param name="leads">The term that it leads; null when it does not.</param>
    public string? Check(GroupId group, GroupConfiguration configuration, ReplicaId self, Term? leads)
    {
        var key = (group, self.Broker);
        if (leads is not { } term)
        {
            _leaders.Remove(key);
            return null;
        }

        var since = _leaders.TryGetValue(key, out var last) && last.Term == term && now() - last.LastTurn < LongestTurn ? last.Since : now();
        _leaders[key] = (term, since, now());
        var limit = now() - Patience;
        return since >= limit || HearsMajority(configuration, self, limit)
            ? null
            : $"replica {self} still leads {term} of group {group}, although for {Patience.TotalSeconds} s nothing has reached it from a majority";
    }

    // Apart from the above, which is asked after each turn and so must not allocate what this one captures.
    private bool HearsMajority(GroupConfiguration configuration, ReplicaId self, TimeSpan limit) =>
        Majority.Of(configuration, voter => voter.Broker == self.Broker || heardAt(voter.Broker, self.Broker) >= limit);
}
