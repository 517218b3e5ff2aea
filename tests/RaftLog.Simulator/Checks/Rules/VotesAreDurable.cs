using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>
/// A term and vote that a replica speaks for are on its disk, and who leads a term was elected by votes that are on a majority's disks: a power
/// loss at that moment would let nobody vote again in that term (Raft figure 2).
/// </summary>
/// <param name="durableState">The term and vote of a group that the disk of a broker would still have.</param>
/// <param name="hasForgotten">Whether a broker has deleted its replica of a group.</param>
internal sealed class VotesAreDurable(Func<GroupId, BrokerId, StoredHardState?> durableState, Func<GroupId, BrokerId, bool> hasForgotten) : IReplicaRule
{
    private readonly Dictionary<GroupId, Term> _elected = [];

    /// <inheritdoc/>
    public string? Check(RaftGroup replica)
    {
        var core = replica.Core;
        return (core.IsHardStatePersisted ? CheckOwn(replica.Id, core.Self, core.Term, core.Vote) : null)
            ?? (core.Role == RaftRole.Leader ? CheckElection(replica.Id, core.Configuration, core.Self, core.Term) : null);
    }

    /// <summary>Checks what a replica takes for durable.</summary>
    public string? CheckOwn(GroupId group, ReplicaId self, Term term, ReplicaId vote)
    {
        var state = durableState(group, self.Broker) ?? new StoredHardState(Term.Zero, ReplicaId.None);
        return state.Term == term && state.Vote == vote
            ? null
            : $"replica {self} of group {group} speaks for {term} with a vote for {vote}, but its disk would come back with {state.Term} and {state.Vote}";
    }

    /// <summary>Checks a leader, once a term.</summary>
    public string? CheckElection(GroupId group, GroupConfiguration configuration, ReplicaId leader, Term term)
    {
        if (_elected.TryGetValue(group, out var seen) && term <= seen)
        {
            return null;
        }

        _elected[group] = term;
        return CheckVotes(group, configuration, leader, term);
    }

    // Apart from the above, which is asked after each turn and so must not allocate what this one captures.
    private string? CheckVotes(GroupId group, GroupConfiguration configuration, ReplicaId leader, Term term)
    {
        return Majority.Of(configuration, IsBound)
            ? null
            : $"replica {leader} leads {term} of group {group} by votes that a power loss would take back: "
                + $"only {string.Join(", ", configuration.Voters.Where(IsBound))} of {string.Join(", ", configuration.Voters)} have it on disk";

        // A later term that has reached the disk since binds as well.
        bool IsBound(ReplicaId voter) =>
            hasForgotten(group, voter.Broker)
            || (durableState(group, voter.Broker) is { } state && (state.Term > term || (state.Term == term && state.Vote.Matches(leader))));
    }
}
