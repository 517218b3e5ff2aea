using RaftLog.Simulator.Machine;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>
/// What the members of one group know together whose coordinator assigns (KIP-848). A partition is told to a member only after the one before has given it up
/// or is put out: from then on whoever had it is heard no more and commits no more. A coordinator that was deposed and does not know it may still
/// answer, so members of different terms (the upper bits of an epoch) are not held against each other.
/// </summary>
internal sealed class AssignedLedger(SimulatedWorld world, string name)
{
    private const int EpochBitsPerTerm = 16;

    private readonly Dictionary<Place, (string Member, int Epoch)> _holders = [];
    private readonly Dictionary<Place, long> _committed = [];

    // Members who were told of a partition that another was told of since, with the term in which that was.
    private readonly Dictionary<(string Member, Place Place), int> _superseded = [];

    public string Name { get; } = name;

    /// <summary>What the members have read.</summary>
    public ConsumedRecords Consumed { get; } = new(world, name);

    /// <summary>A member was told that it may read a partition, which it did not before.</summary>
    public void Told(string member, int epoch, Place place)
    {
        if (_holders.TryGetValue(place, out var holder) && holder.Member != member)
        {
            _superseded[(holder.Member, place)] = TermOf(epoch);
        }

        _superseded.Remove((member, place));
        _holders[place] = (member, epoch);
    }

    /// <summary>A member reads a partition no more.</summary>
    public void Released(string member, Place place)
    {
        _superseded.Remove((member, place));
        if (_holders.GetValueOrDefault(place).Member == member)
        {
            _holders.Remove(place);
        }
    }

    /// <summary>A partition that a member believes to have in this epoch's term, although another has been told of it; null when there is none.</summary>
    public Place? SupersededOf(string member, int epoch, IEnumerable<Place> held)
    {
        foreach (var place in held)
        {
            if (_superseded.TryGetValue((member, place), out int term) && term == TermOf(epoch))
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>A request of a member was taken in an epoch; <paramref name="superseded"/> was another's already when it was sent.</summary>
    public void Heard(string member, int epoch, Place? superseded, string what)
    {
        if (superseded is { } place && _superseded.GetValueOrDefault((member, place), TermOf(epoch)) == TermOf(epoch))
        {
            world.Fail($"{Name}: {what} of {member} in epoch {epoch} was taken, though its partition {place} was another's already");
        }
    }

    /// <summary>A commit was taken that had to be refused.</summary>
    public void TakenWrongly(string member, int epoch, string why) =>
        world.Fail($"{Name}: a commit of {member} in epoch {epoch} was taken, though {why}");

    /// <summary>The highest offset of a partition whose commit was acknowledged; -1 when there is none.</summary>
    public long CommittedOf(Place place) => _committed.GetValueOrDefault(place, -1);

    /// <summary>A member asked where to begin; <paramref name="leastOffset"/> was committed before it asked.</summary>
    public void Fetched(string member, Place place, long offset, long leastOffset)
    {
        if (offset < leastOffset)
        {
            world.Fail($"{Name}: the committed offset of {place} went back from {leastOffset} to {offset}, which {member} was told");
        }
    }

    public void Committed(Place place, long offset, int epoch)
    {
        world.Trace.Note(world.Now, "a member commits offset {1} of partition {0} in epoch {2}", place.Partition, offset, epoch);
        _committed[place] = offset;
    }

    private static int TermOf(int epoch) => epoch >> EpochBitsPerTerm;
}
