using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Faults.Disk;
using RaftLog.Simulator.Faults.Network;
using RaftLog.Simulator.Faults.Processes;

namespace RaftLog.Simulator.Faults;

/// <summary>All kinds of faults, and how often each comes. New kinds go to the end of their group; a changed weight changes what seeds mean.</summary>
internal static class FaultCatalog
{
    private const int WeightByName = 6;

    public static IReadOnlyList<FaultKind> Kinds { get; } =
    [
        new("crash", 6, static (cluster, chance) => new CrashBroker(cluster, chance)),
        new("power-loss", 6, static (cluster, chance) => new LosePower(cluster, chance)),
        new("power-loss-everywhere", 3, static (cluster, chance) => new LosePowerEverywhere(cluster, chance)),
        new("crash-leader", 5, static (cluster, chance) => new CrashLeader(cluster, chance)),
        new("crash-two", 4, static (cluster, chance) => new CrashTwo(cluster, chance)),
        new("crash-in-disk-work", 8, static (cluster, chance) => new CrashInDiskWork(cluster, chance)),
        new("crash-after-answer", 5, static (cluster, chance) => new CrashAfterAnswer(cluster, chance)),
        new("pause", 6, static (cluster, chance) => new PauseBroker(cluster, chance)),
        new("clock-jump", 3, static (cluster, chance) => new JumpClock(cluster, chance)),
        new("clock-drift", 3, static (cluster, chance) => new DriftClock(cluster, chance)),
        new("isolate", 5, static (cluster, chance) => new IsolateBroker(cluster, chance)),
        new("cut-one-way", 5, static (cluster, chance) => new CutOneWay(cluster, chance)),
        new("cut-some", 4, static (cluster, chance) => new CutSome(cluster, chance)),
        new("split", 3, static (cluster, chance) => new SplitCluster(cluster, chance)),
        new("reset", 4, static (cluster, chance) => new ResetConnection(cluster, chance)),
        new("reset-storm", 3, static (cluster, chance) => new ResetStorm(cluster, chance)),
        new("slow-network", 4, static (cluster, chance) => new SlowNetwork(cluster, chance)),
        new("slow-reader", 4, static (cluster, chance) => new SlowReader(cluster, chance)),
        new("lossy-network", 4, static (cluster, chance) => new LossyNetwork(cluster, chance)),
        new("repeated-frames", 4, static (cluster, chance) => new RepeatFrames(cluster, chance)),
        new("client-reset", 4, static (cluster, chance) => new ResetClients(cluster, chance)),
        new("half-request", 3, static (cluster, chance) => new CutRequestShort(cluster, chance)),
        new("full-disk", 3, static (cluster, chance) => new FillDisk(cluster, chance)),
        new("disk-errors", 4, static (cluster, chance) => new FailWrites(cluster, chance)),
        new("read-errors", 3, static (cluster, chance) => new FailReads(cluster, chance)),
        new("disk-stall", 4, static (cluster, chance) => new StallDisk(cluster, chance)),
        new("flipped-bit", 3, static (cluster, chance) => new FlipBit(cluster, chance)),
        new("lost-write", 2, static (cluster, chance) => new LoseWrite(cluster, chance)),
        new("misdirected-write", 2, static (cluster, chance) => new MisdirectWrite(cluster, chance)),
        new("truncated-tail", 2, static (cluster, chance) => new TruncateTail(cluster, chance)),
        new("wiped-directory", 3, static (cluster, chance) => new WipeDirectory(cluster, chance)),
        new("failing-log-directory", 3, static (cluster, chance) => new FailLogDirectory(cluster, chance)),
        new("unmounted-log-directory", 2, static (cluster, chance) => new UnmountLogDirectory(cluster, chance)),
        new("emptied-log-directory", 2, static (cluster, chance) => new EmptyLogDirectory(cluster, chance)),
        new("damaged-metadata", 3, static (cluster, chance) => new FlipBit(cluster, chance, SimulatedBroker.MetadataDirectory)),
    ];

    /// <summary>The kinds by these names; the mix when there are none.</summary>
    public static IReadOnlyList<FaultKind> Mix(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? [.. Kinds.Where(kind => kind.Weight > 0)] : [.. Kinds.Where(kind => names.Contains(kind.Name))];

    /// <summary>One of them, by their weights.</summary>
    public static string Draw(IReadOnlyList<FaultKind> mix, Random chance)
    {
        int at = chance.Next(mix.Sum(WeightOf));
        foreach (var kind in mix)
        {
            at -= WeightOf(kind);
            if (at < 0)
            {
                return kind.Name;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    public static Fault Create(PlannedFault planned, SimulatedCluster cluster) =>
        Kinds.Single(kind => kind.Name == planned.Kind).Create(cluster, new Random(planned.Seed));

    // One that is asked for by name counts, however seldom it is otherwise.
    private static int WeightOf(FaultKind kind) => kind.Weight > 0 ? kind.Weight : WeightByName;
}
