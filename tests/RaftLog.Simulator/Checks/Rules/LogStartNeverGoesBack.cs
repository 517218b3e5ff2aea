using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>
/// No leader begins its log before what a leader of the same or an earlier term has told: records that are gone for clients never come back. Nor
/// are they in reach of a replica's own reads.
/// </summary>
internal sealed class LogStartNeverGoesBack : IReplicaRule
{
    // What the leaders of a term have told at most, ascending in term.
    private readonly Dictionary<GroupId, SortedDictionary<Term, Offset>> _told = [];

    /// <inheritdoc/>
    public string? Check(RaftGroup replica)
    {
        var status = replica.Handle.Status;
        return replica.IsRunning && status.IsLeader ? Check(replica.Id, status.Term, status.LogStartOffset) : null;
    }

    /// <summary>Checks what a leader tells against what it, and the leaders before it, have told.</summary>
    public string? Check(GroupId group, Term term, Offset start)
    {
        if (!_told.TryGetValue(group, out var told))
        {
            told = [];
            _told.Add(group, told);
        }

        // Of a leader that was told of already only its own term counts: one that was replaced and does not know it yet tells what it knew.
        if (told.TryGetValue(term, out var before))
        {
            if (before > start)
            {
                return Violation(group, term, start, term, before);
            }
        }
        else
        {
            foreach (var (earlier, most) in told)
            {
                if (earlier < term && most > start)
                {
                    return Violation(group, term, start, earlier, most);
                }
            }
        }

        told[term] = start;
        return null;
    }

    private static string Violation(GroupId group, Term term, Offset start, Term earlier, Offset most) =>
        $"the leader of {term} of group {group} begins its log at {start}; that of {earlier} began at {most} already";
}
