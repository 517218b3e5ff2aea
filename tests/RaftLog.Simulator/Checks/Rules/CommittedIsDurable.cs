using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>
/// What a leader commits, a majority of voters would still have after a power loss at that moment: looked up on the disks, frame by frame, not
/// asked of the brokers. For logs with <c>flush=always</c>.
/// </summary>
/// <param name="durableTerm">Whether the disk of a replica holds an entry, durably: of which group, of whom, at which index, of which term.</param>
internal sealed class CommittedIsDurable(Func<GroupId, ReplicaId, LogIndex, Term, bool> durableTerm) : IReplicaRule
{
    private readonly Dictionary<GroupId, LogIndex> _checked = [];

    /// <inheritdoc/>
    public string? Check(RaftGroup replica)
    {
        var core = replica.Core;
        return core.Role == RaftRole.Leader && replica.Log.Options.Flush == FlushMode.Always && core.TermAt(core.CommitIndex) is { } term
            ? Check(replica.Id, core.Configuration, core.ConfigurationAt(core.CommitIndex), core.CommitIndex, term)
            : null;
    }

    /// <summary>Checks a commit that a leader has made under one of two configurations: the one in force, or the one at that index.</summary>
    public string? Check(GroupId group, GroupConfiguration now, GroupConfiguration then, LogIndex commit, Term term)
    {
        if (commit <= _checked.GetValueOrDefault(group))
        {
            return null;
        }

        if (CheckHolders(group, now, then, commit, term) is { } violation)
        {
            return violation;
        }

        _checked[group] = commit;
        return null;
    }

    // Apart from the above, which is asked after each turn and so must not allocate what this one captures.
    private string? CheckHolders(GroupId group, GroupConfiguration now, GroupConfiguration then, LogIndex commit, Term term)
    {
        bool Holds(ReplicaId voter) => durableTerm(group, voter, commit, term);
        return Majority.Of(now, Holds) || Majority.Of(then, Holds)
            ? null
            : $"group {group} committed index {commit} of {term}, which only {string.Join(", ", now.Voters.Where(Holds).DefaultIfEmpty(ReplicaId.None))} "
                + $"of the voters {string.Join(", ", now.Voters)} would still have after a power loss";
    }
}
