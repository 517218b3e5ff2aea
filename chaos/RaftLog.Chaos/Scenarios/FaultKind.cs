namespace RaftLog.Chaos;

/// <summary>What a nemesis does. The names in scenario files are these in kebab case.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL, and a new start after the duration.</summary>
    Kill,

    /// <summary>SIGKILL at a moment when the target compacts, and a new start after the duration.</summary>
    KillCompacting,

    /// <summary>SIGKILL of brokers that keep what they did not flush in their own memory; a new start after the duration.</summary>
    PowerCut,

    /// <summary>SIGSTOP, and SIGCONT after the duration.</summary>
    Pause,

    /// <summary>SIGTERM of one broker after the other, each started again and ready before the next.</summary>
    RollingRestart,

    /// <summary>Nothing passes between the target and the other brokers.</summary>
    Cut,

    /// <summary>What the target sends to the other brokers does not arrive; what they send does.</summary>
    OneWayCut,

    /// <summary>What the target and the others send to each other arrives later.</summary>
    Delay,

    /// <summary>Packets are lost between the target and the others, as a TCP connection shows it: stalls, and now and then a reset.</summary>
    Loss,

    /// <summary>Few bytes a second pass between the target and the others.</summary>
    SlowLink,

    /// <summary>The target's disk has no space; it is started again once there is.</summary>
    DiskFull,

    /// <summary>A bit in the middle of a segment of the target flips while it is down.</summary>
    BitRot,

    /// <summary>One bit flips in a file of a given kind of the target.</summary>
    FlippedBit,

    /// <summary>The target loses its data directory while it is down.</summary>
    Wipe,

    /// <summary>The target's clock jumps, and jumps back after the duration.</summary>
    ClockJump,

    /// <summary>The target is down until so many mebibytes were written meanwhile, then has to catch up.</summary>
    CatchUp,
}
