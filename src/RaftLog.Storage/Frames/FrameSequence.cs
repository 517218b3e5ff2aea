using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Checks that frames follow each other: indexes and offsets without a gap (a hole states its range), terms that never fall. A frame of an older write that
/// shows through behind a torn one has a valid checksum, but not the right place.
/// </summary>
internal struct FrameSequence(LogIndex firstIndex, Offset? firstOffset = null, Term? leastTerm = null)
{
    private LogIndex _nextIndex = firstIndex;
    private Offset? _nextOffset = firstOffset;
    private Term? _leastTerm = leastTerm;

    /// <summary>Whether the frame continues the ones before; if so, the next one must continue it.</summary>
    public bool TryAdvance(in FrameInfo frame)
    {
        if (frame.Header.Index != _nextIndex || frame.Header.BaseOffset != (_nextOffset ?? frame.Header.BaseOffset) || frame.Header.Term < _leastTerm)
        {
            return false;
        }

        _nextIndex = frame.LastIndex.Next();
        _nextOffset = frame.NextOffset;
        _leastTerm = frame.Header.Term;
        return true;
    }
}
