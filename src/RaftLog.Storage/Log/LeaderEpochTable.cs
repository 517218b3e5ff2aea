using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Where each term begins in a log (KIP-101). Changed by the log's writer only; any thread may read, for every change publishes a new array.
/// Not a file of its own: the index files hold the same facts and are rebuilt from the segments.
/// </summary>
public sealed class LeaderEpochTable
{
    // Ascending in term, index and (not strictly) offset.
    private volatile LeaderEpoch[] _epochs = [];

    /// <summary>The epochs in ascending order, as of now.</summary>
    public IReadOnlyList<LeaderEpoch> Epochs => _epochs;

    internal LeaderEpoch? Last => _epochs is [.., var last] ? last : null;

    /// <summary>The term of the entry at <paramref name="index"/>, which must be in the log; null when it lies before the first epoch.</summary>
    public Term? TermAt(LogIndex index)
    {
        LeaderEpoch[] epochs = _epochs;
        for (int i = epochs.Length - 1; i >= 0; i--)
        {
            if (epochs[i].FirstIndex <= index)
            {
                return epochs[i].Term;
            }
        }

        return null;
    }

    /// <summary>The largest term not above <paramref name="term"/> and where it ends, in a log that ends at <paramref name="logEnd"/>; null when every term is above.</summary>
    public EpochEndOffset? EndOffsetFor(Term term, Offset logEnd)
    {
        LeaderEpoch[] epochs = _epochs;
        for (int i = epochs.Length - 1; i >= 0; i--)
        {
            if (epochs[i].Term <= term)
            {
                return new EpochEndOffset(epochs[i].Term, i + 1 < epochs.Length ? epochs[i + 1].StartOffset : logEnd);
            }
        }

        return null;
    }

    internal void Append(LeaderEpoch epoch)
    {
        Invariant.Require(Last is not { } last || (last.Term < epoch.Term && last.FirstIndex < epoch.FirstIndex));
        _epochs = [.. _epochs, epoch];
    }

    internal void TruncateFrom(LogIndex index) => _epochs = Array.FindAll(_epochs, epoch => epoch.FirstIndex < index);

    /// <summary>Lets the table begin at <paramref name="first"/>: what ended before it goes, what covers it begins there.</summary>
    internal void TruncatePrefix(LogIndex first, Offset firstOffset)
    {
        LeaderEpoch[] epochs = _epochs;
        int covering = Array.FindLastIndex(epochs, epoch => epoch.FirstIndex <= first);
        if (covering < 0)
        {
            return;
        }

        LeaderEpoch[] kept = epochs[covering..];
        if (kept[0].FirstIndex < first)
        {
            kept[0] = kept[0] with { FirstIndex = first, StartOffset = firstOffset };
        }

        _epochs = kept;
    }

    internal void Clear() => _epochs = [];
}
