using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload;

/// <summary>What all clients of a run share.</summary>
internal sealed class WorkloadContext(SimulatedCluster cluster, WorkloadMix mix)
{
    private int _producers;

    public SimulatedCluster Cluster { get; } = cluster;

    public SimulatedWorld World { get; } = cluster.World;

    public WorkloadMix Mix { get; } = mix;

    public History History { get; } = new(cluster.World);

    public ErrorWatch Errors { get; } = new(cluster.World);

    /// <summary>A number that no other producer of the run has had.</summary>
    public int NextProducerNumber() => ++_producers;

    public Task PauseAsync(double leastMs, double mostMs) => Task.Delay(World.Milliseconds(leastMs, mostMs), World.Outside.Time);

    /// <summary>Begins something that goes on by itself; what it throws fails the run.</summary>
    public void Begin(Func<Task> work) => World.Outside.Run(() => _ = GuardAsync(work));

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // Whatever it is, the run has failed and says so.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            World.Fail($"a client failed: {defect}");
        }
    }
}
