using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload;

/// <summary>
/// Asks leaders, of partitions and of the metadata group, to hand over, to somebody fit or to just anybody. Done where a request for it
/// arrives in a broker: on the group's handle, in the broker's process.
/// </summary>
internal sealed class LeadershipMover(WorkloadContext context) : LoadClient(context)
{
    public override string Name => "who moves leaderships";

    public override bool IsDone => true;

    public override async Task RunAsync()
    {
        while (!IsStopping)
        {
            await Context.PauseAsync(100, 4_000);
            var broker = Context.Cluster.AnyBroker();
            var led = broker.Groups.Where(group => group.Handle.Status.IsLeader).ToList();
            if (led.Count > 0 && !IsStopping)
            {
                Move(broker, led[Context.World.Random.Next(led.Count)].Handle);
            }
        }
    }

    private void Move(SimulatedBroker broker, GroupHandle group)
    {
        BrokerId? to = Context.World.Chance(0.5) ? Context.Cluster.AnyBroker().Id : null;
        Context.World.Trace.Note(Context.World.Now, "broker {0} is asked to hand group {1} over to {2}", broker.Id.Value, group.Id.Value, to?.Value ?? 0);
        broker.Process?.Run(() => _ = group.TransferLeadershipAsync(to).AsTask());
    }
}
