using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>
/// Measures what each fault cost. The producers send at a fixed pace whatever happens, so the longest silence between two acknowledgements
/// of a partition is the time for which nobody could write to it, give or take the milliseconds between two records.
/// </summary>
internal sealed class GapMeter(RunTimeline timeline, IReadOnlyList<FaultEvent> faults)
{
    // How much of the time before a fault tells what was usual.
    private const long BeforeUs = 5_000_000;

    // The former rate is back when it held for this long: shorter, and a single batch would do.
    private const long RateWindowUs = 200_000;

    private const double RecoveredShare = 0.9;

    // Fewer acknowledgements have no 99th percentile worth its name.
    private const int FewestSamples = 100;

    /// <summary>Measures all faults.</summary>
    public GapSummary Measure()
    {
        var gaps = new List<FaultGap>();
        var before = new List<long>();
        var during = new List<long>();
        for (int i = 0; i < faults.Count; i++)
        {
            gaps.Add(Measure(faults[i], CalmFromUs(i), CalmUntilUs(i), before, during));
        }

        return new GapSummary(
            gaps,
            Percentile.Of([.. before], 99) / 1000,
            during.Count < FewestSamples ? null : Percentile.Of([.. during], 99) / 1000);
    }

    /// <summary>From when on nothing but the usual happened before a fault: after the earlier ones were healed, or gone if they had not been.</summary>
    private long CalmFromUs(int index)
    {
        long from = Math.Max(timeline.StartUs, faults[index].BeginUs - BeforeUs);
        for (int i = 0; i < index; i++)
        {
            long healUs = faults[i].HealUs ?? faults[i].BeginUs;
            from = healUs <= faults[index].BeginUs ? Math.Max(from, healUs) : from;
        }

        // Half of the calm belongs to recovering from the heal.
        return from + ((faults[index].BeginUs - from) / 2);
    }

    /// <summary>Until when a fault is answerable for what happens: its heal, or the next fault where it has none.</summary>
    private long CalmUntilUs(int index) =>
        faults[index].HealUs ?? (index + 1 < faults.Count ? faults[index + 1].BeginUs : timeline.EndUs);

    private FaultGap Measure(FaultEvent fault, long calmFromUs, long untilUs, List<long> before, List<long> during)
    {
        int worst = -1;
        (long FromUs, long ToUs) longest = (fault.BeginUs, fault.BeginUs);
        foreach ((int partition, EventTrack track) in timeline.Partitions)
        {
            bool isConcerned = fault.Partitions is not { Count: > 0 } concerned || concerned.Contains(partition);
            (long FromUs, long ToUs) silence = isConcerned ? LongestSilence(track, fault.BeginUs, untilUs) : default;
            if (isConcerned && (worst < 0 || silence.ToUs - silence.FromUs > longest.ToUs - longest.FromUs))
            {
                longest = silence;
                worst = partition;
            }
        }

        long[] usual = timeline.AcknowledgeLatency.Between(calmFromUs, fault.BeginUs);
        long[] faulty = timeline.AcknowledgeLatency.Between(longest.ToUs, untilUs, begunUs: longest.ToUs);
        before.AddRange(usual);
        during.AddRange(faulty);
        bool outlastsFault = fault.HealUs is { } healUs && longest.FromUs < healUs && longest.ToUs > healUs;
        return new FaultGap(
            fault,
            (longest.ToUs - longest.FromUs) / 1000.0,
            worst,
            outlastsFault ? (longest.ToUs - fault.HealUs!.Value) / 1000.0 : null,
            RecoveryMs(fault.BeginUs, calmFromUs, longest.ToUs),
            (Percentile.Of(usual, 99) ?? 0) / 1000,
            faulty.Length < FewestSamples ? null : Percentile.Of(faulty, 99) / 1000);
    }

    /// <summary>The longest time without an acknowledgement that begins in a span; the time before the span does not count.</summary>
    private (long FromUs, long ToUs) LongestSilence(EventTrack track, long beginUs, long untilUs)
    {
        (long FromUs, long ToUs) longest = (beginUs, beginUs);
        long lastUs = beginUs;
        for (int i = track.FirstAtOrAfter(beginUs); lastUs < Math.Max(untilUs, beginUs + 1); i++)
        {
            long nextUs = i < track.Events.Count ? track.Events[i].AtUs : Math.Max(lastUs, timeline.EndUs);
            if (nextUs - lastUs > longest.ToUs - longest.FromUs)
            {
                longest = (lastUs, nextUs);
            }

            if (i >= track.Events.Count)
            {
                break;
            }

            lastUs = nextUs;
        }

        return longest;
    }

    private double? RecoveryMs(long beginUs, long calmFromUs, long gapEndUs)
    {
        if (beginUs <= calmFromUs)
        {
            return null;
        }

        EventTrack track = timeline.Acknowledged;
        double former = track.Count(calmFromUs, beginUs) / (double)(beginUs - calmFromUs);
        for (int i = track.FirstAtOrAfter(gapEndUs); i < track.Events.Count; i++)
        {
            long fromUs = track.Events[i].AtUs;
            if (track.Count(fromUs, fromUs + RateWindowUs) >= RecoveredShare * former * RateWindowUs)
            {
                return (fromUs - beginUs) / 1000.0;
            }
        }

        return null;
    }
}
