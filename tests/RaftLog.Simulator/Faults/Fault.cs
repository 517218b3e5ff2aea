using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Faults;

/// <summary>
/// A bad thing that begins and heals. Where, how long and how badly it draws from the chance it is given and from nothing else, so that it
/// stays as it is when other faults are left out; who leads at that moment it looks up.
/// </summary>
/// <param name="cluster">Where it happens.</param>
/// <param name="chance">Its own.</param>
internal abstract class Fault(SimulatedCluster cluster, Random chance)
{
    protected SimulatedCluster Cluster { get; } = cluster;

    protected SimulatedWorld World => Cluster.World;

    /// <summary>How long it lasts before it heals; set by <see cref="Begin"/>. Zero when there is nothing to heal.</summary>
    public TimeSpan Lasts { get; protected set; }

    /// <summary>Lets it happen.</summary>
    /// <returns>What happens, in words; null when it cannot happen now.</returns>
    public abstract string? Begin();

    /// <summary>Ends it. Also called when the time for faults is over.</summary>
    public virtual void Heal()
    {
    }

    protected TimeSpan Milliseconds(double least, double most) => TimeSpan.FromMilliseconds(least + (chance.NextDouble() * (most - least)));

    protected int Number(int least, int most) => chance.Next(least, most + 1);

    protected bool Chance(double probability) => chance.NextDouble() < probability;

    protected T One<T>(IReadOnlyList<T> of) => of[chance.Next(of.Count)];

    protected SimulatedBroker AnyBroker() => One(Cluster.Brokers);

    protected SimulatedBroker Other(SimulatedBroker than) => One(Cluster.Others(than));
}
