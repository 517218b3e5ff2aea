using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Workload;

/// <summary>
/// What clients know: which records were acknowledged at which offsets, and what was read where. An offset that was seen with a record must
/// never be seen with another.
/// </summary>
internal sealed class History(SimulatedWorld world)
{
    private readonly Dictionary<(int Partition, long Offset), string> _seen = [];
    private readonly List<(int Partition, long Offset, string Value)> _acknowledged = [];

    public IReadOnlyList<(int Partition, long Offset, string Value)> Acknowledged => _acknowledged;

    public int Reads { get; private set; }

    public void Acknowledge(int partition, long baseOffset, IReadOnlyList<string> values)
    {
        world.Trace.Note(world.Now, "acknowledged in partition {0}: {2} records from offset {1}", partition, baseOffset, values.Count);
        for (int i = 0; i < values.Count; i++)
        {
            _acknowledged.Add((partition, baseOffset + i, values[i]));
            See(partition, baseOffset + i, values[i], "was acknowledged");
        }
    }

    public void Read(int partition, long offset, string value)
    {
        Reads++;
        See(partition, offset, value, "was read");
    }

    private void See(int partition, long offset, string value, string how)
    {
        if (!_seen.TryAdd((partition, offset), value) && _seen[(partition, offset)] != value)
        {
            world.Fail($"one offset, two records: {value} {how} at offset {offset} of partition {partition}, where {_seen[(partition, offset)]} was before");
        }
    }
}
