namespace RaftLog.Consensus.Tests.Properties;

/// <summary>Raft's safety under faults, then its liveness without.</summary>
public sealed class RandomFaultTests
{
    [Test]
    public void Cluster_KeepsItsPromises_UnderRandomFaults([Range(1, 200)] int seed) => new RandomFaults(seed).Run(steps: 1500);
}
