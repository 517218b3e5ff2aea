using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// Where a log should begin by age and by size, and when its active segment is old enough. Pure: the leader of a group proposes what this says.
/// </summary>
/// <remarks>
/// <para>By age: a segment goes when its newest record is older than the policy keeps, and all segments before it go as well (Kafka's rule).
/// Record timestamps are the producers' word, so one that lies in the future, or is missing, says nothing about age: it neither keeps its
/// segment and all behind it for ever (as it would in Kafka) nor drops it. Such a segment goes with the next one behind it that is old enough
/// by a believable timestamp, or when it has been seen complete for as long as the policy keeps.</para>
/// <para>Timestamps of the past are believed. <c>message.timestamp.before.max.ms</c> keeps them out where that is not wanted (KIP-937).</para>
/// <para>By size: complete segments go from the front while what stays is at least the size of the policy.</para>
/// </remarks>
public static class RetentionRule
{
    /// <summary>The offset at which the log should begin; at or below <paramref name="start"/> when it is as it should be.</summary>
    /// <param name="segments">The segments of the log.</param>
    /// <param name="start">Where it begins now.</param>
    /// <param name="committed">Only segments that end at or below this index go.</param>
    /// <param name="policy">What is kept.</param>
    /// <param name="sightings">The age of what tells none itself.</param>
    /// <param name="nowMs">The wall clock.</param>
    public static Offset WantedStart(
        ReadOnlySpan<SegmentInfo> segments, Offset start, LogIndex committed, RetentionPolicy policy, SegmentSightings sightings, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(sightings);
        int gone = Math.Max(ExpiredByAge(segments, committed, policy, sightings, nowMs), ExpiredBySize(segments, start, committed, policy));
        if (gone == 0)
        {
            return start;
        }

        Offset end = segments[gone - 1].NextOffset;
        return end > start ? end : start;
    }

    /// <summary>Whether the active segment has grown so old that the next one begins (<c>segment.ms</c>).</summary>
    public static bool IsRollDue(in SegmentInfo active, RetentionPolicy policy, SegmentSightings sightings, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(sightings);
        return active.HasRecords
            && nowMs - (IsBelievable(active.FirstTimestampMs, nowMs) ? active.FirstTimestampMs : sightings.ActiveSince) > Milliseconds(policy.SegmentAge);
    }

    private static int ExpiredByAge(
        ReadOnlySpan<SegmentInfo> segments, LogIndex committed, RetentionPolicy policy, SegmentSightings sightings, long nowMs)
    {
        int expired = 0;
        if (policy.Age is not { } age)
        {
            return expired;
        }

        long keptMs = Milliseconds(age);
        for (int i = 0; i < segments.Length && segments[i].LastIndex <= committed; i++)
        {
            SegmentInfo segment = segments[i];
            if (segment.HasRecords && IsBelievable(segment.MaxTimestampMs, nowMs))
            {
                if (nowMs - segment.MaxTimestampMs <= keptMs)
                {
                    break;
                }

                expired = i + 1;
            }
            else if (segment.HasRecords && sightings.SealedSince(segment.FirstIndex) is { } since && nowMs - since > keptMs)
            {
                expired = i + 1;
            }
        }

        return expired;
    }

    private static int ExpiredBySize(ReadOnlySpan<SegmentInfo> segments, Offset start, LogIndex committed, RetentionPolicy policy)
    {
        if (policy.Bytes < 0)
        {
            return 0;
        }

        long excess = -policy.Bytes;
        foreach (ref readonly SegmentInfo segment in segments)
        {
            excess += IsGone(segment, start) ? 0 : segment.SizeInBytes;
        }

        int expired = 0;
        for (int i = 0; i < segments.Length && !segments[i].IsActive && segments[i].LastIndex <= committed; i++)
        {
            if (IsGone(segments[i], start))
            {
                continue;
            }

            if (excess < segments[i].SizeInBytes)
            {
                break;
            }

            excess -= segments[i].SizeInBytes;
            expired = i + 1;
        }

        return expired;
    }

    // Its files go as soon as they may; it does not count any more.
    private static bool IsGone(in SegmentInfo segment, Offset start) => !segment.IsActive && segment.NextOffset <= start;

    private static bool IsBelievable(long timestampMs, long nowMs) => timestampMs >= 0 && timestampMs <= nowMs;

    private static long Milliseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;
}
