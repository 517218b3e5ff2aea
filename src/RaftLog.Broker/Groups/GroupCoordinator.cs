using Microsoft.Extensions.Logging;
using RaftLog.Metadata;

namespace RaftLog.Broker.Groups;

/// <summary>
/// The consumer groups that this broker coordinates: all of the cluster's while it leads the metadata group, none otherwise. Membership
/// lives in memory only; after a change of coordinator every member is unknown, joins anew and finds its committed offsets in the image.
/// </summary>
/// <remarks>
/// Thread-safe. One lock guards everything: what is done under it is microseconds of dictionary work, and losing the coordinatorship
/// must be one step with respect to every group. Completions run outside the lock, on the awaiting request's scheduler. Split by who asks: Classic,
/// Consumer, Offsets.
/// </remarks>
internal sealed partial class GroupCoordinator : ICoordinator, IDisposable
{
    // Bits of a generation that count rebalances within one term of the coordinator; the bits above carry the term.
    private const int GenerationBitsPerTerm = 16;

    private readonly GroupCoordinatorOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Func<MetadataImage> _image;
    private readonly ILogger _logger;
    private readonly long _epoch;

    private readonly Lock _gate = new();

    // Everything below is guarded by _gate.
    private readonly Dictionary<string, CoordinatedGroup> _groups = new(StringComparer.Ordinal);
    private Term? _term;

    // Since when this broker has coordinated, while it does.
    private long _activeSince;

    // Groups that have got members or lost their last one, until that is taken to be kept.
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    // >= the generation of every group that was forgotten in this term, so that a group that comes back does not count from below.
    private int _generationFloor;

    /// <summary>Creates a coordinator of no groups.</summary>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Makes member ids.</param>
    /// <param name="image">What this broker knows of the cluster.</param>
    /// <param name="logger">Where log lines go.</param>
    public GroupCoordinator(GroupCoordinatorOptions options, TimeProvider time, Random random, Func<MetadataImage> image, ILogger logger)
    {
        _options = options;
        _time = time;
        _random = random;
        _image = image;
        _logger = logger;
        _epoch = time.GetTimestamp();
        Assignors = [.. options.Consumer.Assignors.Select(name => KnownAssignors.Single(assignor => assignor.Name == name))];
    }

    /// <summary>Whether this broker coordinates groups.</summary>
    public bool IsActive
    {
        get
        {
            lock (_gate)
            {
                return _term is not null;
            }
        }
    }

    private long Now => (long)_time.GetElapsedTime(_epoch).TotalMilliseconds;

    /// <summary>Starts coordinating, as the metadata group's leader of <paramref name="term"/>.</summary>
    public void BecomeCoordinator(Term term)
    {
        lock (_gate)
        {
            if (_term == term)
            {
                return;
            }

            DropGroups();
            _term = term;
            _activeSince = Now;

            // Generations are not replicated. Starting from the term keeps them rising across coordinators; should the term ever leave its
            // bits, nothing breaks, since members of an earlier coordinator are told apart by their ids.
            _generationFloor = (term.Value << GenerationBitsPerTerm) & int.MaxValue;
        }

        BrokerLog.CoordinatorStarted(_logger, term.Value);
    }

    /// <summary>Stops coordinating: every waiting member gets NOT_COORDINATOR and looks for the new one.</summary>
    public void Resign()
    {
        int dropped;
        lock (_gate)
        {
            if (_term is null)
            {
                return;
            }

            _term = null;
            dropped = DropGroups();
        }

        BrokerLog.CoordinatorResigned(_logger, dropped);
    }

    /// <summary>How long this broker has coordinated groups, or null when it does not.</summary>
    public TimeSpan? ActiveFor(out Term term)
    {
        lock (_gate)
        {
            term = _term ?? Term.Zero;
            return _term is null ? null : TimeSpan.FromMilliseconds(Now - _activeSince);
        }
    }

    /// <summary>Whether requests for this group's offsets and description belong here at all.</summary>
    public ErrorCode Check(string groupId)
    {
        lock (_gate)
        {
            return CheckActive();
        }
    }

    /// <summary>The group, or null when nobody is or lately was a member of it.</summary>
    public GroupDescription? Describe(string groupId)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(groupId, out var entry) ? entry.Group.Describe() : null;
        }
    }

    public IReadOnlyList<GroupDescription> List()
    {
        lock (_gate)
        {
            return [.. _groups.Values.Select(entry => entry.Group.Describe())];
        }
    }

    /// <summary>Forgets a group that has no members; its offsets are the caller's to delete.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="term">The one term in which they may be: in a later one the group may have members again.</param>
    public ErrorCode Delete(string groupId, out Term term)
    {
        lock (_gate)
        {
            term = _term ?? Term.Zero;
            var error = CheckActive();
            if (error != ErrorCode.None || !_groups.TryGetValue(groupId, out var entry))
            {
                return error;
            }

            if (entry.Group.HasMembers)
            {
                return ErrorCode.NonEmptyGroup;
            }

            entry.Group.Die(ErrorCode.UnknownMemberId);
            Changed(entry);
            _changed.Remove(groupId);
            return ErrorCode.None;
        }
    }

    public void Dispose() => Resign();

    private ErrorCode CheckGroup(string groupId) => groupId.Length == 0 ? ErrorCode.InvalidGroupId : CheckActive();

    // Old clients keep offsets under the empty name, as Kafka lets them.
    private ErrorCode CheckActive() => _term is null ? ErrorCode.NotCoordinator : ErrorCode.None;

    // In the place of an empty group of the same name.
    private CoordinatedGroup Take(Group group)
    {
        if (_groups.Remove(group.Id, out var old))
        {
            Invariant.Require(!old.Group.HasMembers);
            old.Group.Die(ErrorCode.UnknownMemberId);
            old.Dispose();
        }

        var entry = new CoordinatedGroup(group, _time, Expire);
        _groups.Add(group.Id, entry);
        return entry;
    }

    // Above what any coordinator before has used, so that what a member remembers of those is never taken for something of now.
    private int GenerationBefore(string groupId) =>
        Math.Max(
            Math.Max(_generationFloor, _groups.TryGetValue(groupId, out var old) ? old.Group.Generation : 0),
            _image().ConsumerGroups.TryGet(groupId, out var kept) ? kept.Generation : 0);

    private void Expire(CoordinatedGroup entry)
    {
        lock (_gate)
        {
            if (entry.Group.IsDead)
            {
                return;
            }

            foreach (var memberId in entry.Group.Tick(Now))
            {
                BrokerLog.MemberExpired(_logger, memberId, entry.Group.Id, entry.Group.Generation);
            }

            entry.Disarm();
            Changed(entry);
        }
    }

    private void Changed(CoordinatedGroup entry)
    {
        var group = entry.Group;
        if (entry.NoteState())
        {
            BrokerLog.GroupChanged(_logger, group.Id, group.StateName, group.Generation);
        }

        if (entry.NoteMembership())
        {
            _changed.Add(group.Id);
        }

        if (group.IsDead)
        {
            _generationFloor = Math.Max(_generationFloor, group.Generation);
            _groups.Remove(group.Id);
            entry.Dispose();
            return;
        }

        entry.Arm(Now);
    }

    private int DropGroups()
    {
        int count = _groups.Count;
        foreach (var entry in _groups.Values)
        {
            entry.Group.Die(ErrorCode.NotCoordinator);
            entry.Dispose();
        }

        _groups.Clear();
        _changed.Clear();
        return count;
    }

    private string NewMemberId(string prefix)
    {
        Span<byte> random = stackalloc byte[16];
        _random.NextBytes(random);
        return $"{prefix}-{new Guid(random):D}";
    }
}
