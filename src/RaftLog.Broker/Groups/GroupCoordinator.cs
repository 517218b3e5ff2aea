using Microsoft.Extensions.Logging;

namespace RaftLog.Broker.Groups;

/// <summary>
/// The consumer groups that this broker coordinates: all of the cluster's while it leads the metadata group, none otherwise. Membership
/// lives in memory only; after a change of coordinator every member is unknown, joins anew and finds its committed offsets in the image.
/// </summary>
/// <remarks>
/// Thread-safe. One lock guards everything: what is done under it is microseconds of dictionary work, and losing the coordinatorship
/// must be one step with respect to every group. Completions run outside the lock, on the awaiting request's scheduler.
/// </remarks>
internal sealed class GroupCoordinator : IDisposable
{
    // Bits of a generation that count rebalances within one term of the coordinator; the bits above carry the term.
    private const int GenerationBitsPerTerm = 16;

    private readonly GroupCoordinatorOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly long _epoch;

    private readonly Lock _gate = new();

    // Everything below is guarded by _gate.
    private readonly Dictionary<string, CoordinatedGroup> _groups = new(StringComparer.Ordinal);
    private Term? _term;

    // >= the generation of every group that was forgotten in this term, so that a group that comes back does not count from below.
    private int _generationFloor;

    public GroupCoordinator(GroupCoordinatorOptions options, TimeProvider time, Random random, ILogger logger)
    {
        _options = options;
        _time = time;
        _random = random;
        _logger = logger;
        _epoch = time.GetTimestamp();
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

    public Task<JoinGroupResult> JoinAsync(JoinGroupCommand command)
    {
        lock (_gate)
        {
            var error = CheckGroup(command.GroupId);
            if (error == ErrorCode.None
                && (command.SessionTimeoutMs < _options.MinSessionTimeout.TotalMilliseconds
                    || command.SessionTimeoutMs > _options.MaxSessionTimeout.TotalMilliseconds))
            {
                error = ErrorCode.InvalidSessionTimeout;
            }

            if (error != ErrorCode.None)
            {
                return Task.FromResult(JoinGroupResult.Failed(error, command.MemberId));
            }

            if (!_groups.TryGetValue(command.GroupId, out var entry))
            {
                if (command.MemberId.Length > 0)
                {
                    return Task.FromResult(JoinGroupResult.Failed(ErrorCode.UnknownMemberId, command.MemberId));
                }

                entry = Create(command.GroupId);
            }

            var result = entry.Group.JoinAsync(command, Now);
            Changed(entry);
            return result;
        }
    }

    public Task<SyncGroupResult> SyncAsync(SyncGroupCommand command)
    {
        lock (_gate)
        {
            var error = FindMembersGroup(command.Member.GroupId, out var entry);
            if (error != ErrorCode.None)
            {
                return Task.FromResult(SyncGroupResult.Failed(error));
            }

            var result = entry!.Group.SyncAsync(command, Now);
            Changed(entry);
            return result;
        }
    }

    public ErrorCode Heartbeat(in MemberClaim claim)
    {
        lock (_gate)
        {
            var error = FindMembersGroup(claim.GroupId, out var entry);
            return error != ErrorCode.None ? error : entry!.Group.Heartbeat(claim, Now);
        }
    }

    /// <summary>Lets one member go; see <see cref="ConsumerGroup.Leave"/>.</summary>
    public ErrorCode Leave(string groupId, string memberId, string? instanceId)
    {
        lock (_gate)
        {
            var error = FindMembersGroup(groupId, out var entry);
            if (error != ErrorCode.None)
            {
                return error;
            }

            error = entry!.Group.Leave(memberId, instanceId, Now);
            Changed(entry);
            return error;
        }
    }

    /// <summary>Whether requests for this group belong here at all.</summary>
    public ErrorCode Check(string groupId)
    {
        lock (_gate)
        {
            return CheckGroup(groupId);
        }
    }

    /// <summary>Whether a commit by <paramref name="claim"/> may be taken now.</summary>
    /// <param name="claim">Who commits.</param>
    /// <param name="term">The one term in which it may.</param>
    public ErrorCode CheckCommit(in MemberClaim claim, out Term term)
    {
        lock (_gate)
        {
            term = _term ?? Term.Zero;
            var error = CheckGroup(claim.GroupId);
            if (error != ErrorCode.None)
            {
                return error;
            }

            if (_groups.TryGetValue(claim.GroupId, out var entry))
            {
                return entry.Group.CheckCommit(claim, Now);
            }

            // A member of a group that is gone, or was an earlier coordinator's: it has to join anew before it may commit.
            return claim.Generation < 0 ? ErrorCode.None : ErrorCode.UnknownMemberId;
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
            var error = CheckGroup(groupId);
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
            return ErrorCode.None;
        }
    }

    public void Dispose() => Resign();

    private ErrorCode CheckGroup(string groupId) =>
        groupId.Length == 0 ? ErrorCode.InvalidGroupId
        : _term is null ? ErrorCode.NotCoordinator
        : ErrorCode.None;

    private ErrorCode FindMembersGroup(string groupId, out CoordinatedGroup? entry)
    {
        entry = null;
        var error = CheckGroup(groupId);
        return error != ErrorCode.None ? error
            : _groups.TryGetValue(groupId, out entry) ? ErrorCode.None
            : ErrorCode.UnknownMemberId;
    }

    private CoordinatedGroup Create(string groupId)
    {
        var group = new ConsumerGroup(groupId, _generationFloor, _options, NewMemberId, Now);
        var entry = new CoordinatedGroup(group, _time, Expire);
        _groups.Add(groupId, entry);
        return entry;
    }

    private void Expire(CoordinatedGroup entry)
    {
        lock (_gate)
        {
            if (entry.Group.State == ConsumerGroupState.Dead)
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
            BrokerLog.GroupChanged(_logger, group.Id, group.State, group.Generation);
        }

        if (group.State == ConsumerGroupState.Dead)
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
        return count;
    }

    private string NewMemberId(string prefix)
    {
        Span<byte> random = stackalloc byte[16];
        _random.NextBytes(random);
        return $"{prefix}-{new Guid(random):D}";
    }
}
