using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Checks.Rules;

/// <summary>
/// The high watermark that clients are told is the end of what is committed at most, and a new leader begins with no less than what the leaders
/// of earlier terms have told: no client ever sees it go back.
/// </summary>
internal sealed class HighWatermarkIsCommitted : IReplicaRule
{
    // What the leaders of a term have told at most, ascending in term.
    private readonly Dictionary<GroupId, SortedDictionary<Term, Offset>> _told = [];

    /// <inheritdoc/>
    public string? Check(RaftGroup replica)
    {
        var status = replica.Handle.Status;
        bool isInLog = replica.IsRunning && replica.Core.CommitIndex >= replica.Log.FirstIndex && replica.Core.CommitIndex <= replica.Log.LastIndex;
        return (isInLog ? CheckCommitted(replica.Name, status.HighWatermark, replica.Log.EndOffsetAt(replica.Core.CommitIndex)) : null)
            ?? (replica.IsRunning && status.IsLeader ? CheckLeader(replica.Id, status.Term, status.HighWatermark) : null);
    }

    /// <summary>Checks what a replica tells against what it has committed.</summary>
    public static string? CheckCommitted(string name, Offset highWatermark, Offset committedEnd) =>
        highWatermark > committedEnd ? $"{name} tells the high watermark {highWatermark}, but only what is below {committedEnd} is committed" : null;

    /// <summary>Checks what a leader tells against what the leaders before it have told.</summary>
    public string? CheckLeader(GroupId group, Term term, Offset highWatermark)
    {
        if (!_told.TryGetValue(group, out var told))
        {
            told = [];
            _told.Add(group, told);
        }

        // A leader that was told of once grows only (checked elsewhere), so the terms before matter when it is new.
        if (!told.ContainsKey(term))
        {
            foreach (var (earlier, most) in told)
            {
                if (earlier < term && most > highWatermark)
                {
                    return $"the leader of {term} of group {group} tells the high watermark {highWatermark}; that of {earlier} told {most} already";
                }
            }
        }

        told[term] = highWatermark;
        return null;
    }
}
