using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Report;

/// <summary>How long a fault kept producers waiting.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="GapMs">The longest silence between two acknowledgements of one partition, from the fault on; of the worst partition concerned.</param>
/// <param name="WorstPartition">That partition; -1 when nothing was acknowledged at all.</param>
/// <param name="AfterHealMs">From the heal to the first acknowledgement of that partition, where its silence lasted longer than the fault; else null.</param>
/// <param name="RecoveryMs">From the fault until the rate of acknowledgements was back at 90 % of the one before; 0 when it never fell; null when it was not back in time.</param>
/// <param name="P99BeforeMs">The 99th percentile of the latency before the fault.</param>
/// <param name="P99DuringMs">The same after the gap and until the heal; null where no time is left between the two.</param>
public sealed record FaultGap(
    FaultEvent Fault,
    double GapMs,
    int WorstPartition,
    double? AfterHealMs,
    double? RecoveryMs,
    double P99BeforeMs,
    double? P99DuringMs);
