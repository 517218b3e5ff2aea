using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Since when this process has seen the segments of a log, by the wall clock: the age of segments whose records tell none that can be
/// believed. Forgotten at a restart, so such segments stay longer then, never shorter. Owned by the log's writer.
/// </summary>
public sealed class SegmentSightings
{
    private readonly Dictionary<LogIndex, long> _sealedSince = [];
    private LogIndex _active;

    /// <summary>When the active segment was first seen with records, or last seen without.</summary>
    public long ActiveSince { get; private set; }

    /// <summary>Takes a look: notes what is new, forgets what is gone.</summary>
    public void Look(ReadOnlySpan<SegmentInfo> segments, long nowMs)
    {
        var gone = new HashSet<LogIndex>(_sealedSince.Keys);
        foreach (ref readonly SegmentInfo segment in segments)
        {
            gone.Remove(segment.FirstIndex);
            if (!segment.IsActive)
            {
                _sealedSince.TryAdd(segment.FirstIndex, nowMs);
            }
            else if (segment.FirstIndex != _active || !segment.HasRecords)
            {
                // Its age counts from its first record on.
                _active = segment.FirstIndex;
                ActiveSince = nowMs;
            }
        }

        foreach (LogIndex index in gone)
        {
            _sealedSince.Remove(index);
        }
    }

    /// <summary>When the segment was first seen complete; null when it was not yet.</summary>
    public long? SealedSince(LogIndex firstIndex) => _sealedSince.TryGetValue(firstIndex, out long since) ? since : null;
}
