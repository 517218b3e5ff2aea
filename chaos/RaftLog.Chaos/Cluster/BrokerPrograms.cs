using RaftLog.LocalCluster;

namespace RaftLog.Chaos;

/// <summary>The programs that a scenario's brokers can be.</summary>
internal static class BrokerPrograms
{
    /// <summary>The program for a kind of disk.</summary>
    /// <exception cref="LocalClusterException">It is not built.</exception>
    public static string For(DiskKind disk) =>
        disk == DiskKind.Real ? Checkout.ServerProgram : Checkout.ChaosProgram("RaftLog.Chaos.Broker", "raftlog-chaos-broker");
}
