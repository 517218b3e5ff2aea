namespace RaftLog.Chaos;

/// <summary>Which class does what a scenario's kind says.</summary>
internal static class NemesisTable
{
    private const double LossRate = 0.05;
    private const double ResetRate = 0.002;

    /// <summary>Makes the nemesis for one fault.</summary>
    public static INemesis Create(FaultKind kind, Random random) => kind switch
    {
        FaultKind.Kill or FaultKind.PowerCut => new KillNemesis(),
        FaultKind.KillCompacting => new KillCompactingNemesis(),
        FaultKind.Pause => new PauseNemesis(),
        FaultKind.RollingRestart => new RollingRestartNemesis(),
        FaultKind.Cut => new LinkNemesis(_ => new LinkCondition { IsCut = true }),
        FaultKind.OneWayCut => new LinkNemesis(_ => new LinkCondition { IsCut = true }, oneWay: true),
        FaultKind.Delay => new LinkNemesis(plan => new LinkCondition { Latency = plan.Latency }),
        FaultKind.Loss => new LinkNemesis(_ => new LinkCondition { LossRate = LossRate, ResetRate = ResetRate }),
        FaultKind.SlowLink => new LinkNemesis(plan => new LinkCondition { BytesPerSecond = plan.BytesPerSecond }),
        FaultKind.DiskFull => new DiskFullNemesis(),
        FaultKind.BitRot => new BitRotNemesis(random),
        FaultKind.FlippedBit => new FlippedBitNemesis(random),
        FaultKind.Wipe => new WipeNemesis(),
        FaultKind.ClockJump => new ClockJumpNemesis(),
        FaultKind.CatchUp => new CatchUpNemesis(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
