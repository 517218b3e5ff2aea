using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// The shape of a log: its first and last index and where each term starts. Enough for every decision of Raft, and as small as the
/// number of elections, not of entries.
/// </summary>
internal sealed class LogOutline
{
    // Ascending in term and index; the first starts at FirstIndex; empty iff the log is.
    private readonly List<TermStart> _starts = [];

    public LogOutline(LogIndex firstIndex, LogIndex lastIndex, Term precedingTerm, IReadOnlyList<TermStart> starts)
    {
        Invariant.Require(firstIndex.Value >= 1);
        Invariant.Require(lastIndex >= firstIndex.Previous());
        Invariant.Require(starts.Count == 0 == lastIndex < firstIndex);
        Invariant.Require(starts.Count == 0 || starts[0].FirstIndex == firstIndex);
        FirstIndex = firstIndex;
        LastIndex = lastIndex;
        PrecedingTerm = precedingTerm;
        foreach (var start in starts)
        {
            Invariant.Require(start.FirstIndex <= lastIndex);
            Invariant.Require(_starts.Count > 0 || start.Term >= precedingTerm);
            Invariant.Require(_starts.Count == 0 || start.Term > _starts[^1].Term);
            Invariant.Require(_starts.Count == 0 || start.FirstIndex > _starts[^1].FirstIndex);
            _starts.Add(start);
        }
    }

    /// <summary>The first entry; <c>LastIndex + 1</c> when the log is empty.</summary>
    public LogIndex FirstIndex { get; private set; }

    /// <summary>The last entry (inclusive).</summary>
    public LogIndex LastIndex { get; private set; }

    /// <summary>The term of the entry before <see cref="FirstIndex"/>.</summary>
    public Term PrecedingTerm { get; private set; }

    /// <summary>The term of the last entry, or of the one before the log when it is empty.</summary>
    public Term LastTerm => _starts.Count == 0 ? PrecedingTerm : _starts[^1].Term;

    /// <summary>The term of an entry; null outside <c>FirstIndex - 1 .. LastIndex</c>.</summary>
    public Term? TermAt(LogIndex index)
    {
        if (index > LastIndex || index < FirstIndex.Previous())
        {
            return null;
        }

        return index < FirstIndex ? PrecedingTerm : _starts[StartAt(index)].Term;
    }

    /// <summary>Whether the log has this very entry, as far as it can tell (log matching, Raft §5.3).</summary>
    public bool Has(LogIndex index, Term term) => TermAt(index) == term;

    /// <summary>Whether a log that ends so is at least as up to date as this one (Raft §5.4.1).</summary>
    public bool IsUpToDate(LogIndex lastIndex, Term lastTerm) =>
        lastTerm > LastTerm || (lastTerm == LastTerm && lastIndex >= LastIndex);

    /// <summary>
    /// The highest index at or below <paramref name="index"/> whose term is at most <paramref name="term"/>. Both sides of a refused append
    /// ask this, so that back-off costs one round per term in which the logs differ, not one per entry (Raft §5.3, end).
    /// </summary>
    public LogIndex LastIndexOfTermAtMost(LogIndex index, Term term)
    {
        if (index > LastIndex)
        {
            index = LastIndex;
        }

        if (index < FirstIndex)
        {
            return index;
        }

        for (int i = StartAt(index); i >= 0; i--)
        {
            if (_starts[i].Term <= term)
            {
                return index;
            }

            index = _starts[i].FirstIndex.Previous();
        }

        return index;
    }

    /// <summary>Adds one entry at the end.</summary>
    public void Append(Term term)
    {
        Invariant.Require(term >= LastTerm);
        LastIndex = LastIndex.Next();
        if (_starts.Count == 0 || _starts[^1].Term != term)
        {
            _starts.Add(new TermStart(term, LastIndex));
        }
    }

    /// <summary>Removes <paramref name="index"/> and everything behind it.</summary>
    public void TruncateFrom(LogIndex index)
    {
        Invariant.Require(index >= FirstIndex);
        while (_starts.Count > 0 && _starts[^1].FirstIndex >= index)
        {
            _starts.RemoveAt(_starts.Count - 1);
        }

        LastIndex = index.Previous();
    }

    /// <summary>Forgets what is before <paramref name="firstIndex"/>, except for the term of the last entry forgotten.</summary>
    public void Compact(LogIndex firstIndex)
    {
        if (firstIndex <= FirstIndex)
        {
            return;
        }

        Invariant.Require(firstIndex <= LastIndex.Next());
        PrecedingTerm = _starts[StartAt(firstIndex.Previous())].Term;
        if (firstIndex > LastIndex)
        {
            _starts.Clear();
        }
        else
        {
            int kept = StartAt(firstIndex);
            _starts[kept] = _starts[kept] with { FirstIndex = firstIndex };
            _starts.RemoveRange(0, kept);
        }

        FirstIndex = firstIndex;
    }

    // The position in _starts of the term that the entry belongs to.
    private int StartAt(LogIndex index)
    {
        int low = 0;
        int high = _starts.Count - 1;

        // Nearly every question is about the current term.
        if (_starts[high].FirstIndex <= index)
        {
            return high;
        }

        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_starts[middle].FirstIndex <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
