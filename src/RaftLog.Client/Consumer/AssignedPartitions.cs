using RaftLog.Model;

namespace RaftLog.Client;

/// <summary>The partitions that a consumer reads at present.</summary>
internal sealed class AssignedPartitions
{
    private readonly Dictionary<TopicPartition, PartitionState> _states = [];

    /// <summary>Guards the set and the fetching side of each <see cref="PartitionState"/>.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Whether the state is still the one of its partition; under the lock.</summary>
    public bool Has(PartitionState state) => _states.TryGetValue(state.Partition, out PartitionState? current) && current == state;

    /// <summary>All states; under the lock.</summary>
    public IReadOnlyCollection<PartitionState> States => _states.Values;

    public TopicPartition[] List()
    {
        lock (Lock)
        {
            return [.. _states.Keys.Order()];
        }
    }

    public PartitionState[] Snapshot()
    {
        lock (Lock)
        {
            return [.. _states.Values];
        }
    }

    public PartitionState? Find(TopicPartition partition)
    {
        lock (Lock)
        {
            return _states.GetValueOrDefault(partition);
        }
    }

    /// <summary>The state of a partition that must be assigned.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public PartitionState Require(TopicPartition partition) =>
        Find(partition) ?? throw new InvalidOperationException($"{partition} is not assigned to this consumer; wait for the assignment, or assign it.");

    public void Add(TopicPartition partition, PositionStatus status, long offset = -1)
    {
        lock (Lock)
        {
            var state = new PartitionState(partition) { Status = status };
            if (status == PositionStatus.Known)
            {
                state.MoveTo(offset);
            }

            _states[partition] = state;
        }
    }

    public void Remove(IEnumerable<TopicPartition> partitions)
    {
        lock (Lock)
        {
            foreach (TopicPartition partition in partitions)
            {
                if (_states.Remove(partition, out PartitionState? state))
                {
                    state.Generation++;
                }
            }
        }
    }
}
