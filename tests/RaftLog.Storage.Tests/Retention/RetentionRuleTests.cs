using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Where a log should begin by age and by size, and when a segment is old enough.</summary>
public sealed class RetentionRuleTests
{
    private const long Now = 1_000_000_000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly long HourMs = (long)Hour.TotalMilliseconds;

    private readonly SegmentSightings _sightings = new();

    [Test]
    public void OldSegments_Go_FromTheFront()
    {
        Assert.That(ByAge(Old(), Old(), Young()), Is.EqualTo(new Offset(20)));
    }

    [Test]
    public void OldSegment_BehindAYoungOne_Stays()
    {
        Assert.That(ByAge(Young(), Old(), Young()), Is.EqualTo(Offset.Zero));
    }

    [Test]
    public void ActiveSegment_GoesAsWell_WhenItsNewestRecordIsOld()
    {
        Assert.That(ByAge(Old(), Old()), Is.EqualTo(new Offset(20)));
    }

    [Test]
    public void SegmentExactlyAsOldAsThePolicy_Stays()
    {
        Assert.That(ByAge(Now - HourMs, Now), Is.EqualTo(Offset.Zero));
        Assert.That(ByAge(Now - HourMs - 1, Now), Is.EqualTo(new Offset(10)));
    }

    [Test]
    public void WhatIsNotCommitted_Stays()
    {
        SegmentInfo[] segments = Segments(Old(), Old(), Old());

        Assert.That(Wanted(segments, new RetentionPolicy(Hour, -1, Hour), committed: segments[1].LastIndex), Is.EqualTo(new Offset(20)));
        Assert.That(Wanted(segments, new RetentionPolicy(Hour, -1, Hour), committed: segments[1].LastIndex.Previous()), Is.EqualTo(new Offset(10)));
    }

    [Test]
    public void TimestampOfTheFuture_DoesNotPinWhatIsOldBehindIt()
    {
        Assert.That(ByAge(Now + (1000 * HourMs), Old(), Young()), Is.EqualTo(new Offset(20)));
    }

    [Test]
    public void TimestampOfTheFuture_DoesNotDropItsSegment_WhileWhatIsBehindIsYoung()
    {
        Assert.That(ByAge(Now + (1000 * HourMs), Young(), Young()), Is.EqualTo(Offset.Zero));
        Assert.That(ByAge(Old(), Now + (1000 * HourMs), Young()), Is.EqualTo(new Offset(10)));
    }

    [Test]
    public void NothingButTimestampsOfTheFuture_GoesByHowLongItWasSeenComplete([Values(1000, -1)] int timestamp)
    {
        long future = timestamp < 0 ? -1 : Now + (timestamp * HourMs);
        SegmentInfo[] segments = Segments(future, future, future);
        _sightings.Look(segments, Now);

        Assert.That(Wanted(segments, new RetentionPolicy(Hour, -1, Hour), now: Now + HourMs), Is.EqualTo(Offset.Zero));
        Assert.That(Wanted(segments, new RetentionPolicy(Hour, -1, Hour), now: Now + HourMs + 1), Is.EqualTo(new Offset(20)), "Not the active one.");
    }

    [Test]
    public void SegmentWithoutRecords_GoesWithTheNextOne()
    {
        SegmentInfo[] segments = Segments(Old(), Old(), Young());
        segments[0] = segments[0] with { NextOffset = segments[0].FirstOffset, MaxTimestampMs = SegmentInfo.NoTimestamp };

        Assert.That(Wanted(segments, new RetentionPolicy(Hour, -1, Hour)), Is.EqualTo(new Offset(20)));
    }

    [Test]
    public void WithoutAnAge_NothingIsTooOld()
    {
        Assert.That(Wanted(Segments(0, 0, 0), RetentionPolicy.KeepAll), Is.EqualTo(Offset.Zero));
    }

    [TestCase(-1L, 0L)]
    [TestCase(400L, 0L)]
    [TestCase(301L, 0L)]
    [TestCase(300L, 10L)]
    [TestCase(299L, 10L)]
    [TestCase(200L, 20L)]
    [TestCase(0L, 30L)]
    public void BySize_AtLeastThePolicyStays_AndTheActiveSegment(long bytes, long wanted)
    {
        Assert.That(Wanted(Segments(Now, Now, Now, Now), new RetentionPolicy(null, bytes, Hour)), Is.EqualTo(new Offset(wanted)));
    }

    [Test]
    public void BySize_WhatIsDeletedAlready_DoesNotCount()
    {
        Assert.That(Wanted(Segments(Now, Now, Now, Now), new RetentionPolicy(null, 300, Hour), start: new Offset(10)), Is.EqualTo(new Offset(10)));
        Assert.That(Wanted(Segments(Now, Now, Now, Now), new RetentionPolicy(null, 200, Hour), start: new Offset(10)), Is.EqualTo(new Offset(20)));
    }

    [Test]
    public void LogStart_IsNeverWantedBack()
    {
        Assert.That(Wanted(Segments(Old(), Young()), new RetentionPolicy(Hour, -1, Hour), start: new Offset(15)), Is.EqualTo(new Offset(15)));
    }

    [Test]
    public void ActiveSegment_IsFull_WhenItsFirstRecordIsOldEnough()
    {
        SegmentInfo active = Segments(Now)[0];

        Assert.That(IsRollDue(active with { FirstTimestampMs = Now - HourMs - 1 }), Is.True);
        Assert.That(IsRollDue(active with { FirstTimestampMs = Now - HourMs }), Is.False);
    }

    [Test]
    public void ActiveSegment_WithoutABelievableTime_IsFull_WhenItWasSeenForLongEnough()
    {
        SegmentInfo[] segments = Segments(Now + (1000 * HourMs));
        _sightings.Look(segments, Now);
        _sightings.Look(segments, Now + HourMs);

        Assert.That(IsRollDue(segments[0], Now + HourMs), Is.False);
        Assert.That(IsRollDue(segments[0], Now + HourMs + 1), Is.True);
    }

    [Test]
    public void ActiveSegment_WithoutRecords_IsNeverFull()
    {
        SegmentInfo active = Segments(Now)[0];

        Assert.That(IsRollDue(active with { NextOffset = active.FirstOffset, FirstTimestampMs = 0 }), Is.False);
    }

    [Test]
    public void SegmentAgeForEver_NeverRolls()
    {
        Assert.That(RetentionRule.IsRollDue(Segments(0)[0], RetentionPolicy.KeepAll, _sightings, Now), Is.False);
    }

    private static long Old() => Now - (2 * HourMs);

    private static long Young() => Now - (HourMs / 2);

    // Segments of ten records and a hundred bytes each; the last one is active.
    private static SegmentInfo[] Segments(params long[] timestamps) =>
    [
        .. timestamps.Select((timestamp, i) => new SegmentInfo(
            new LogIndex((10 * i) + 1),
            new LogIndex(10 * (i + 1)),
            new Offset(10 * i),
            new Offset(10 * (i + 1)),
            100,
            timestamp,
            timestamp,
            IsActive: i == timestamps.Length - 1)),
    ];

    private Offset ByAge(params long[] timestamps) => Wanted(Segments(timestamps), new RetentionPolicy(Hour, -1, Hour));

    private Offset Wanted(SegmentInfo[] segments, RetentionPolicy policy, Offset start = default, LogIndex? committed = null, long now = Now) =>
        RetentionRule.WantedStart(segments, start, committed ?? segments[^1].LastIndex, policy, _sightings, now);

    private bool IsRollDue(in SegmentInfo active, long now = Now) =>
        RetentionRule.IsRollDue(active, new RetentionPolicy(null, -1, Hour), _sightings, now);
}
