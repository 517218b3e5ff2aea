using RaftLog.Chaos.History;
using RaftLog.Chaos.Report;

namespace RaftLog.Chaos.Tests;

/// <summary>What the report makes of a run written by hand: one acknowledgement each 10 ms in two partitions, and a fault that stops partition 1.</summary>
public sealed class ReportTests : RunFolderFixture
{
    private const long StartUs = 1_800_000_000_000_000;
    private const int StepUs = 10_000;
    private const int Steps = 1_000;
    private const int SilentFrom = 500;
    private const int SilentUntil = 530;

    [SetUp]
    public void WriteRun()
    {
        using var producer = new HistoryWriter(Folder, "p");
        using var final = new HistoryWriter(Folder, "final");
        producer.Write(new WorkerStarted(StartUs, "p", WorkerRole.Producer, "test", Idempotent: true));
        final.Write(new WorkerStarted(StartUs, "final", WorkerRole.Final, "test"));
        producer.Write(new RecordsSent(StartUs, 0, 2 * Steps));
        long[] ends = new long[2];
        for (int step = 0; step < Steps; step++)
        {
            Acknowledge(producer, final, 0, ends[0]++, 2L * step, step);
            if (step is < SilentFrom or >= SilentUntil)
            {
                Acknowledge(producer, final, 1, ends[1]++, (2L * step) + 1, step);
            }
        }

        final.Write(new PartitionBounds(StartUs, 0, 0, ends[0]));
        final.Write(new PartitionBounds(StartUs, 1, 0, ends[1]));
    }

    [Test]
    public void Gap_IsTheLongestSilenceOfAPartition_FromTheFaultOn()
    {
        AddFault(healStep: 600);

        FaultGap gap = ChaosReport.Write(Folder, Info()).Gaps.Single();

        // From the fault, 5 ms after an acknowledgement, until the first one of step 530.
        Assert.That((gap.WorstPartition, gap.GapMs, gap.AfterHealMs), Is.EqualTo((1, 305.0, (double?)null)));
    }

    [Test]
    public void GapThatOutlastsItsFault_IsAlsoCountedFromTheHeal()
    {
        AddFault(healStep: 510);

        FaultGap gap = ChaosReport.Write(Folder, Info()).Gaps.Single();

        Assert.That((gap.GapMs, gap.AfterHealMs), Is.EqualTo((305.0, (double?)205.0)));
    }

    [Test]
    public void Gap_OfPartitionsThatTheFaultDoesNotConcern_DoesNotCount()
    {
        AddFault(healStep: 600, partitions: [0]);

        FaultGap gap = ChaosReport.Write(Folder, Info()).Gaps.Single();

        Assert.That((gap.WorstPartition, gap.GapMs), Is.EqualTo((0, 10.0)));
    }

    [Test]
    public void GapAboveItsBound_FailsTheRun_AndSaysSo()
    {
        AddFault(healStep: 600);

        ChaosVerdict kept = ChaosReport.Write(Folder, Info(new GapLimits { WorstMs = 306 }));
        ChaosVerdict broken = ChaosReport.Write(Folder, Info(new GapLimits { WorstMs = 300 }));

        Assert.That((kept.Passed, broken.Passed), Is.EqualTo((true, false)));
        Assert.That(broken.Summary, Does.Contain("305 ms, is longer than 300 ms"));
    }

    [Test]
    public void CheckOnceMore_SaysTheSame()
    {
        AddFault(healStep: 600);
        ChaosVerdict first = ChaosReport.Write(Folder, Info());

        Assert.That(ChaosReport.Check(Folder).Summary, Is.EqualTo(first.Summary));
    }

    [Test]
    public void Page_NeedsNothingFromElsewhere_AndEscapesWhatItIsTold()
    {
        AddFault(healStep: 600);
        ChaosReport.Write(Folder, Info() with { Description = "<b>&" });

        string page = File.ReadAllText(Path.Combine(Folder, RunFiles.Report));

        Assert.That(page, Does.Contain("&lt;b&gt;&amp;").And.Contain("<svg").And.Contain("PASSED"));
        Assert.That(page, Does.Not.Contain("http:").And.Not.Contain("https:").And.Not.Contain("<script").And.Not.Contain("NaN"));
    }

    [Test]
    public void FolderWithoutARun_IsRefused() =>
        Assert.That(() => ChaosReport.Check(Path.Combine(Folder, "none")), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(RunFiles.Info));

    private static RunInfo Info(GapLimits? limits = null) => new("leader-kill", 7, "make chaos") { Limits = limits ?? new GapLimits() };

    private static void Acknowledge(HistoryWriter producer, HistoryWriter final, int partition, long offset, long sequence, int step)
    {
        producer.Write(new RecordsAcknowledged(StartUs + ((long)step * StepUs), partition, offset, [sequence], [2_000]));
        final.Write(new RecordsRead(StartUs, partition, offset, [new RecordName("p", sequence).ToString()]));
    }

    private void AddFault(int healStep, int[]? partitions = null)
    {
        using var log = new FaultLog(Folder);
        log.Write(new FaultEvent(
            1, 1, "kill", "broker 2", StartUs + ((long)SilentFrom * StepUs) - (StepUs / 2), StartUs + ((long)healStep * StepUs) - (StepUs / 2), Partitions: partitions));
    }
}
