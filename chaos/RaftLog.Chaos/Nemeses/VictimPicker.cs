namespace RaftLog.Chaos;

/// <summary>Chooses whom a fault hits. The dice are those of the run's seed; who leads what is asked of the cluster.</summary>
internal sealed class VictimPicker(ChaosCluster cluster, Random random)
{
    /// <summary>The brokers that a target means now, and the words for them.</summary>
    public async Task<(IReadOnlyList<int> Brokers, string Words)> PickAsync(FaultTarget target, IReadOnlyList<int> leaders, CancellationToken cancellation)
    {
        int partition = random.Next(leaders.Count);
        switch (target)
        {
            case FaultTarget.Leader:
                return ([leaders[partition]], $"broker {leaders[partition]}, the leader of partition {partition}");
            case FaultTarget.Follower:
                int[] followers = [.. cluster.Ids.Where(id => id != leaders[partition])];
                int follower = followers[random.Next(followers.Length)];
                return ([follower], $"broker {follower}, a follower of partition {partition}");
            case FaultTarget.Controller:
                int controller = await cluster.ControllerAsync(cancellation);
                return ([controller], $"broker {controller}, the controller");
            case FaultTarget.Majority:
                int[] shuffled = [.. cluster.Ids];
                random.Shuffle(shuffled);
                int[] majority = [.. shuffled.Take((shuffled.Length / 2) + 1)];
                return (majority, $"brokers {string.Join(" and ", majority.Order())}, a majority");
            case FaultTarget.All:
                return (cluster.Ids, "all brokers");
            case FaultTarget.Any:
                int any = cluster.Ids[random.Next(cluster.Ids.Count)];
                return ([any], $"broker {any}");
            default:
                throw new ArgumentOutOfRangeException(nameof(target), target, null);
        }
    }
}
