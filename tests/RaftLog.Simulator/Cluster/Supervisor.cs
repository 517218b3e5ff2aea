using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Cluster;

/// <summary>Starts brokers that are down, as an init system does: after a while, and again when they do not come up.</summary>
internal sealed class Supervisor(SimulatedWorld world)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(700);

    public void StartAfter(SimulatedBroker broker, TimeSpan wait) => world.At(wait, world.Outside, () =>
    {
        broker.Start();
        if (!broker.IsUp)
        {
            StartAfter(broker, Retry);
        }
    });
}
