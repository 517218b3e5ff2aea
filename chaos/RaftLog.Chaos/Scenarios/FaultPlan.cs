namespace RaftLog.Chaos;

/// <summary>One fault of a scenario: what, to whom, when and for how long.</summary>
internal sealed record FaultPlan
{
    /// <summary>What is done.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>To whom.</summary>
    public FaultTarget Target { get; init; } = FaultTarget.Leader;

    /// <summary>How long to wait before it strikes, beside the scenario's pause.</summary>
    public TimeSpan After { get; init; }

    /// <summary>How long it lasts before it is healed.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>It strikes in every so manieth round.</summary>
    public int Every { get; init; } = 1;

    /// <summary>For <see cref="FaultKind.Delay"/>: how much later things arrive.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>For <see cref="FaultKind.SlowLink"/>: the bytes that pass in a second, in each direction of each pair.</summary>
    public int BytesPerSecond { get; init; } = 65_536;

    /// <summary>For <see cref="FaultKind.ClockJump"/>: by how much, negative for backward.</summary>
    public TimeSpan Jump { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For <see cref="FaultKind.CatchUp"/>: what is written while the target is down.</summary>
    public int Mebibytes { get; init; } = 64;

    /// <summary>For <see cref="FaultKind.FlippedBit"/>: in which kind of file.</summary>
    public FlippedFile File { get; init; }

    /// <summary>For <see cref="FaultKind.FlippedBit"/>: in the last byte, not in the middle.</summary>
    public bool IsAtTail { get; init; }

    /// <summary>For <see cref="FaultKind.FlippedBit"/>: while the broker is stopped, not while it runs.</summary>
    public bool IsStopped { get; init; }
}
