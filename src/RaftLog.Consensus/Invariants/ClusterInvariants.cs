using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The safety properties of Raft's figure 3 over all replicas of one group, checked from the outside: election safety, log matching,
/// leader completeness, state machine safety. For tests and simulations; remembers every committed entry's term.
/// </summary>
public sealed class ClusterInvariants
{
    private readonly Dictionary<Term, ReplicaId> _leaders = [];

    // Every committed entry, index 1 at position 0: its term, and the term in which it was first seen to be committed.
    private readonly List<(Term Term, Term CommittedIn)> _committed = [];
    private readonly Dictionary<ReplicaId, LogIndex> _comparedUpTo = [];

    /// <summary>The last index that any replica has committed.</summary>
    public LogIndex CommittedIndex => new(_committed.Count);

    /// <summary>The replica that led a term; <see cref="ReplicaId.None"/> when none was seen to.</summary>
    public ReplicaId LeaderOf(Term term) => _leaders.GetValueOrDefault(term, ReplicaId.None);

    /// <summary>Checks one replica after a step of it.</summary>
    /// <exception cref="InvariantViolationException">The replica contradicts another one, or itself at another time.</exception>
    public void Observe(RaftCore core)
    {
        CompareCommitted(core);
        if (core.Role != RaftRole.Leader)
        {
            return;
        }

        if (_leaders.TryAdd(core.Term, core.Self))
        {
            RequireComplete(core);
        }

        // Election safety: at most one leader a term.
        Invariant.Require(_leaders[core.Term] == core.Self);
    }

    /// <summary>Log matching: where two logs have an entry of the same term at the same index, they are equal up to there.</summary>
    /// <exception cref="InvariantViolationException">The logs contradict each other.</exception>
    public static void CheckLogMatching(RaftCore a, RaftCore b)
    {
        bool isAgreed = false;
        for (long i = Math.Min(a.LastIndex.Value, b.LastIndex.Value); i > 0; i--)
        {
            var index = new LogIndex(i);
            if (a.TermAt(index) is not { } termOfA || b.TermAt(index) is not { } termOfB)
            {
                return;
            }

            Invariant.Require(!isAgreed || termOfA == termOfB);
            isAgreed |= termOfA == termOfB;
        }
    }

    // State machine safety: no two replicas commit different entries at an index. An index and a term name an entry (log matching).
    private void CompareCommitted(RaftCore core)
    {
        var from = _comparedUpTo.GetValueOrDefault(core.Self).Next();
        for (var index = from; index <= core.CommitIndex; index = index.Next())
        {
            var term = core.TermAt(index);
            if (index.Value > _committed.Count)
            {
                Invariant.Require(index.Value == _committed.Count + 1);
                Invariant.Require(term is not null);
                _committed.Add((term.Value, core.Term));
            }

            Invariant.Require(term is null || _committed[(int)index.Value - 1].Term == term);
            _comparedUpTo[core.Self] = index;
        }
    }

    // Leader completeness: a leader has every entry that was committed in an earlier term. Not those of a later one: a last vote may come
    // late, and make a leader of a term that the others have left behind.
    private void RequireComplete(RaftCore leader)
    {
        for (int i = 0; i < _committed.Count; i++)
        {
            var index = new LogIndex(i + 1);
            bool isOwed = _committed[i].CommittedIn < leader.Term;
            Invariant.Require(!isOwed || index <= leader.LastIndex);
            Invariant.Require(!isOwed || leader.TermAt(index) is not { } term || term == _committed[i].Term);
        }
    }
}
