using System.Runtime;

namespace RaftLog.Cli.Bench;

/// <summary>
/// What the load client itself used up: processor time in its own code and in the system's, memory allocated, garbage collections. Unlike rates,
/// these hardly change with what else the machine does. Methods that were compiled meanwhile tell that the warm-up was too short.
/// </summary>
internal sealed record BenchCost(
    double UserSeconds, double SystemSeconds, long AllocatedBytes, int Gen0Collections, int Gen1Collections, int Gen2Collections, long CompiledMethods)
{
    /// <summary>What this process has used up since it started.</summary>
    public static BenchCost SoFar()
    {
        var usage = Environment.CpuUsage;
        return new BenchCost(
            usage.UserTime.TotalSeconds,
            usage.PrivilegedTime.TotalSeconds,
            GC.GetTotalAllocatedBytes(),
            GC.CollectionCount(0),
            GC.CollectionCount(1),
            GC.CollectionCount(2),
            JitInfo.GetCompiledMethodCount());
    }

    /// <summary>What was used up after <paramref name="before"/>.</summary>
    public BenchCost Since(BenchCost before) => new(
        UserSeconds - before.UserSeconds,
        SystemSeconds - before.SystemSeconds,
        AllocatedBytes - before.AllocatedBytes,
        Gen0Collections - before.Gen0Collections,
        Gen1Collections - before.Gen1Collections,
        Gen2Collections - before.Gen2Collections,
        CompiledMethods - before.CompiledMethods);
}
