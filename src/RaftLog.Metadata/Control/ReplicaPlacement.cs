using System.Collections.Immutable;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// Chooses brokers for the partitions of new topics. Each replica goes, in this order of importance, to a rack with the fewest replicas of
/// the partition, to a broker with the fewest replicas of the topic, to one with the fewest replicas of all topics, and last to the next
/// broker in turn. Without racks that keeps the brokers of one topic within one replica of each other.
/// </summary>
/// <remarks>Counts in what it has placed, so one object serves all topics of a request.</remarks>
internal sealed class ReplicaPlacement
{
    private readonly Candidate[] _candidates;

    // Where the next search begins; moves on with every partition, so that ties do not all go to the first broker.
    private long _turn;

    /// <summary>Prepares to place on the usable brokers of an image.</summary>
    public ReplicaPlacement(MetadataImage image)
    {
        _candidates = [.. image.Brokers.Usable.Select((broker, position) => new Candidate(broker, position))];
        _turn = image.NextGroupId.Value;
        CountExisting(image);
    }

    /// <summary>How many brokers can be given replicas: the largest possible replication factor.</summary>
    public int BrokerCount => _candidates.Length;

    /// <summary>Places a topic.</summary>
    /// <param name="partitionCount">How many partitions to place.</param>
    /// <param name="replicationFactor">How many replicas each gets.</param>
    /// <param name="grown">The topic that they are added to; null for a new one.</param>
    /// <returns>The replicas of each partition, the preferred leader first.</returns>
    public ImmutableArray<ImmutableArray<ReplicaId>> Place(int partitionCount, int replicationFactor, TopicImage? grown = null)
    {
        Invariant.Require(replicationFactor > 0 && replicationFactor <= BrokerCount);
        foreach (var candidate in _candidates)
        {
            candidate.BeginTopic(grown);
        }

        return [.. Enumerable.Range(0, partitionCount).Select(_ => PlacePartition(replicationFactor))];
    }

    private ImmutableArray<ReplicaId> PlacePartition(int replicationFactor)
    {
        var chosen = new List<Candidate>(replicationFactor);
        while (chosen.Count < replicationFactor)
        {
            var next = Best(
                _candidates.Where(candidate => !chosen.Contains(candidate)),
                candidate => (chosen.Count(other => other.Rack == candidate.Rack), candidate.ReplicasOfTopic, candidate.Replicas));
            next.AddReplica();
            chosen.Add(next);
        }

        var leader = Best(chosen, candidate => (0, candidate.LeadersOfTopic, candidate.Leaders));
        leader.AddLeader();
        chosen.Remove(leader);
        chosen.Insert(0, leader);
        _turn++;
        return [.. chosen.Select(candidate => candidate.Replica)];
    }

    // The candidate with the lowest cost, and among equals the next one in turn.
    private Candidate Best(IEnumerable<Candidate> candidates, Func<Candidate, (int, int, int)> cost) =>
        candidates.MinBy(candidate => (cost(candidate), TurnsUntil(candidate)))!;

    private long TurnsUntil(Candidate candidate)
    {
        long distance = (candidate.Position - _turn) % _candidates.Length;
        return distance < 0 ? distance + _candidates.Length : distance;
    }

    private void CountExisting(MetadataImage image)
    {
        var byId = _candidates.ToDictionary(candidate => candidate.Replica.Broker);
        foreach (var partition in image.Topics.ById.Values.SelectMany(topic => topic.Partitions))
        {
            for (int i = 0; i < partition.Replicas.Length; i++)
            {
                if (byId.TryGetValue(partition.Replicas[i].Broker, out var candidate))
                {
                    candidate.Replicas++;
                    candidate.Leaders += i == 0 ? 1 : 0;
                }
            }
        }
    }

    private sealed class Candidate(BrokerRegistration broker, int position)
    {
        public int Position { get; } = position;

        public ReplicaId Replica { get; } = new(broker.Id, broker.Directory);

        // Brokers without a rack are together in a rack without a name.
        public string? Rack { get; } = broker.Rack;

        public int Replicas { get; set; }

        public int Leaders { get; set; }

        public int ReplicasOfTopic { get; private set; }

        public int LeadersOfTopic { get; private set; }

        public void BeginTopic(TopicImage? grown)
        {
            ReplicasOfTopic = grown?.Partitions.Count(partition => partition.IsOn(Replica.Broker)) ?? 0;
            LeadersOfTopic = grown?.Partitions.Count(partition => partition.Replicas[0].Broker == Replica.Broker) ?? 0;
        }

        public void AddReplica()
        {
            Replicas++;
            ReplicasOfTopic++;
        }

        public void AddLeader()
        {
            Leaders++;
            LeadersOfTopic++;
        }
    }
}
