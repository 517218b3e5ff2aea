using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>
/// What the members of one consumer group know together. In one generation a partition has one owner; a commit of an old generation is
/// refused; no committed offset goes back; from its commits the group gets every record.
/// </summary>
internal sealed class GroupLedger(SimulatedWorld world, string name)
{
    private readonly Dictionary<(int Generation, Place Place), string> _owners = [];
    private readonly Dictionary<Place, List<(int Generation, long Offset)>> _commits = [];

    public string Name { get; } = name;

    /// <summary>What the members have read.</summary>
    public ConsumedRecords Consumed { get; } = new(world, name);

    /// <summary>The newest generation that any member was told of.</summary>
    public int Generation { get; private set; }

    public void Joined(int generation) => Generation = Math.Max(Generation, generation);

    /// <summary>A member was given a partition.</summary>
    public void Assigned(int generation, string member, Place place)
    {
        if (!_owners.TryAdd((generation, place), member) && _owners[(generation, place)] != member)
        {
            world.Fail($"{Name}: {place} belongs to {member} and to {_owners[(generation, place)]} in generation {generation}");
        }
    }

    /// <summary>The highest offset whose commit was acknowledged to a generation up to this one; -1 when there is none.</summary>
    public long CommittedUpTo(int generation, Place place) => _commits.GetValueOrDefault(place)?
        .Where(commit => commit.Generation <= generation).Select(commit => commit.Offset).DefaultIfEmpty(-1).Max() ?? -1;

    /// <summary>A member of a generation asked where to begin; <paramref name="leastOffset"/> was committed before it asked.</summary>
    public void Fetched(int generation, Place place, long offset, long leastOffset)
    {
        if (offset < leastOffset)
        {
            world.Fail($"{Name}: the committed offset of {place} went back from {leastOffset} to {offset}, which generation {generation} was told");
        }
    }

    /// <summary>A commit was acknowledged; <paramref name="newest"/> was the newest generation known when it was sent.</summary>
    public void Committed(int generation, string member, Place place, long offset, int newest)
    {
        world.Trace.Note(world.Now, "a group commits offset {1} of partition {0} in generation {2}", place.Partition, offset, generation);
        if (generation < newest)
        {
            world.Fail($"{Name}: a commit of {member} in generation {generation} was taken, though generation {newest} had begun");
        }

        if (_owners.GetValueOrDefault((generation, place)) != member)
        {
            world.Fail($"{Name}: {member} commits {place} in generation {generation}, where it is not its own");
        }

        if (!_commits.TryGetValue(place, out var commits))
        {
            commits = [];
            _commits.Add(place, commits);
        }

        commits.Add((generation, offset));
    }
}
