using RaftLog.Model;

namespace RaftLog.Consensus;

/// <summary>
/// Reads that wait for proof that this leader still leads (thesis §6.4): first for its no-op, then for a heartbeat round that began after
/// them.
/// </summary>
internal sealed class PendingReads
{
    // In the order of arrival, hence ascending in round; round 0: not in a round yet.
    private readonly List<(long Context, LogIndex Index, long Round)> _reads = [];

    /// <summary>Whether a read is waiting.</summary>
    public bool IsAny => _reads.Count > 0;

    /// <summary>Whether a read is waiting for a round to begin.</summary>
    public bool NeedsRound => _reads.Count > 0 && _reads[^1].Round == 0;

    public void Add(long context) => _reads.Add((context, LogIndex.Zero, 0));

    /// <summary>A round begins: it answers all that came before it, at the index that is committed now.</summary>
    public void BeginRound(long round, LogIndex commitIndex)
    {
        for (int i = _reads.Count - 1; i >= 0 && _reads[i].Round == 0; i--)
        {
            _reads[i] = (_reads[i].Context, commitIndex, round);
        }
    }

    /// <summary>A majority has answered this round, and with it all before.</summary>
    public void Confirm(long round, List<ReadState> answers)
    {
        int confirmed = 0;
        while (confirmed < _reads.Count && _reads[confirmed].Round != 0 && _reads[confirmed].Round <= round)
        {
            answers.Add(new ReadState(_reads[confirmed].Context, _reads[confirmed].Index, IsConfirmed: true));
            confirmed++;
        }

        _reads.RemoveRange(0, confirmed);
    }

    /// <summary>Leadership is lost.</summary>
    public void Fail(List<ReadState> answers)
    {
        foreach (var (context, _, _) in _reads)
        {
            answers.Add(new ReadState(context, LogIndex.Zero, IsConfirmed: false));
        }

        _reads.Clear();
    }
}
