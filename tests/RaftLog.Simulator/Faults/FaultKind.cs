using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Faults;

/// <summary>A kind of fault.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Weight">How often it comes in the mix, against the others; zero when it comes only by name.</param>
/// <param name="Create">Makes one from where it happens and the chance that decides all about it.</param>
internal sealed record FaultKind(string Name, int Weight, Func<SimulatedCluster, Random, Fault> Create);
