using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>The coordinator of one group, without sessions: a generation is formed as soon as all members have joined.</summary>
internal sealed class FakeGroup
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JoinGroupRequest> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource<JoinGroupResponse?>> _joining = [];
    private readonly Dictionary<string, TaskCompletionSource<SyncGroupResponse?>> _syncing = [];
    private readonly HashSet<string> _stale = [];
    private Dictionary<string, byte[]>? _assignments;
    private int _nextMember;

    public int Generation { get; private set; }

    public int MemberCount
    {
        get
        {
            lock (_lock)
            {
                return _members.Count;
            }
        }
    }

    /// <summary>The partitions of each generation by member, for checks of who had what when.</summary>
    public List<Dictionary<string, TopicPartition[]>> History { get; } = [];

    public Task<JoinGroupResponse?> JoinAsync(JoinGroupRequest request)
    {
        lock (_lock)
        {
            if (request.MemberId.Length == 0)
            {
                string id = $"member-{_nextMember++}";
                return Task.FromResult<JoinGroupResponse?>(new JoinGroupResponse { ErrorCode = ErrorCode.MemberIdRequired, MemberId = id });
            }

            _members[request.MemberId] = request;
            var joined = new TaskCompletionSource<JoinGroupResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _joining[request.MemberId] = joined;
            CompleteJoin();
            return joined.Task;
        }
    }

    public Task<SyncGroupResponse?> SyncAsync(SyncGroupRequest request)
    {
        lock (_lock)
        {
            ErrorCode error = CheckLocked(request.MemberId, request.GenerationId);
            if (error == ErrorCode.None && _joining.Count > 0)
            {
                error = ErrorCode.RebalanceInProgress;
            }

            if (error != ErrorCode.None)
            {
                return Task.FromResult<SyncGroupResponse?>(new SyncGroupResponse { ErrorCode = error });
            }

            var synced = new TaskCompletionSource<SyncGroupResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _syncing[request.MemberId] = synced;
            if (request.Assignments.Count > 0)
            {
                _assignments = request.Assignments.ToDictionary(one => one.MemberId, one => one.Assignment);
                History.Add(_assignments.ToDictionary(one => one.Key, one => ConsumerProtocol.ReadAssignment(one.Value)));
            }

            CompleteSync();
            return synced.Task;
        }
    }

    public HeartbeatResponse Heartbeat(HeartbeatRequest request)
    {
        lock (_lock)
        {
            ErrorCode error = CheckLocked(request.MemberId, request.GenerationId);
            return new HeartbeatResponse
            {
                ErrorCode = error == ErrorCode.None && _joining.Count > 0 ? ErrorCode.RebalanceInProgress : error,
            };
        }
    }

    public LeaveGroupResponse Leave(LeaveGroupRequest request)
    {
        lock (_lock)
        {
            foreach (string member in request.Members.Select(one => one.MemberId).Append(request.MemberId))
            {
                _members.Remove(member);
                _joining.Remove(member);
            }

            // The others learn of it from their heartbeats: this generation no longer holds.
            foreach (string member in _members.Keys)
            {
                _stale.Add(member);
            }

            CompleteJoin();
        }

        return new LeaveGroupResponse();
    }

    /// <summary>Forgets a member, as if its session had expired.</summary>
    public void Expel(string memberId)
    {
        lock (_lock)
        {
            _members.Remove(memberId);
        }
    }

    public ErrorCode Check(string memberId, int generation)
    {
        lock (_lock)
        {
            // A member of the current generation may commit while the next one is being formed.
            ErrorCode error = memberId.Length == 0 ? ErrorCode.None : CheckLocked(memberId, generation);
            return error == ErrorCode.RebalanceInProgress ? ErrorCode.None : error;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            foreach (var joining in _joining.Values)
            {
                joining.TrySetResult(null);
            }

            foreach (var syncing in _syncing.Values)
            {
                syncing.TrySetResult(null);
            }
        }
    }

    private ErrorCode CheckLocked(string memberId, int generation) =>
        !_members.ContainsKey(memberId) ? ErrorCode.UnknownMemberId
        : generation != Generation ? ErrorCode.IllegalGeneration
        : _stale.Contains(memberId) ? ErrorCode.RebalanceInProgress
        : ErrorCode.None;

    private void CompleteJoin()
    {
        if (_joining.Count == 0 || _joining.Count < _members.Count)
        {
            return;
        }

        Generation++;
        _assignments = null;
        _stale.Clear();
        string leader = _members.Keys.First();
        string protocol = _members.Values.First().Protocols[0].Name;
        foreach ((string member, var joined) in _joining.ToArray())
        {
            joined.SetResult(new JoinGroupResponse
            {
                GenerationId = Generation,
                MemberId = member,
                Leader = leader,
                ProtocolName = protocol,
                ProtocolType = "consumer",
                Members = member != leader ? [] :
                [
                    .. _members.Select(one => new JoinGroupResponse.Member { MemberId = one.Key, Metadata = one.Value.Protocols[0].Metadata }),
                ],
            });
        }

        _joining.Clear();
    }

    private void CompleteSync()
    {
        if (_assignments is null)
        {
            return;
        }

        foreach ((string member, var synced) in _syncing.ToArray())
        {
            synced.SetResult(new SyncGroupResponse { Assignment = _assignments.GetValueOrDefault(member, []) });
        }

        _syncing.Clear();
    }
}
