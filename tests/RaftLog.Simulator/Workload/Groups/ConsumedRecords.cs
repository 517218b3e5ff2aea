using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>How far the members of one group have come together in each partition: wherever one of them goes on, somebody has got all that is below.</summary>
internal sealed class ConsumedRecords(SimulatedWorld world, string group)
{
    private readonly Dictionary<Place, long> _ends = [];

    /// <summary>A member was given the records from one offset to another by the partition's leader.</summary>
    public void Note(Place place, long from, long end)
    {
        long consumed = _ends.GetValueOrDefault(place);
        if (from > consumed)
        {
            world.Fail($"{group}: goes on at offset {from} of {place}, and nobody in it got the records from {consumed} on");
        }

        _ends[place] = Math.Max(consumed, end);
    }
}
