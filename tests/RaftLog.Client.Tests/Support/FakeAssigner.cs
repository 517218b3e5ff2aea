using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>
/// The coordinator of one group that assigns (KIP-848), in the plainest way: partition i goes to the i-th member modulo their number, and is given only when
/// nobody has it.
/// </summary>
internal sealed class FakeAssigner(Guid topicId, int partitions)
{
    private readonly Lock _lock = new();
    private readonly List<string> _members = [];

    // What each member was told that it may read, and what it has not said yet that it has given up.
    private readonly Dictionary<string, HashSet<int>> _told = [];
    private readonly Dictionary<string, HashSet<int>> _revoked = [];
    private readonly Dictionary<string, int> _epochs = [];
    private readonly List<ConsumerGroupHeartbeatRequest> _heartbeats = [];
    private int _epoch;

    /// <summary>Every request that was answered, so far.</summary>
    public ConsumerGroupHeartbeatRequest[] Heartbeats
    {
        get
        {
            lock (_lock)
            {
                return [.. _heartbeats];
            }
        }
    }

    /// <summary>Partitions that two members were told to read at once.</summary>
    public List<int> ReadTwice { get; } = [];

    public int HeartbeatIntervalMs { get; set; } = 5;

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

    public ConsumerGroupHeartbeatResponse Answer(ConsumerGroupHeartbeatRequest request)
    {
        lock (_lock)
        {
            _heartbeats.Add(request);
            string member = request.MemberId;
            if (request.MemberEpoch < 0)
            {
                Remove(member);
                return new ConsumerGroupHeartbeatResponse { MemberId = member, MemberEpoch = request.MemberEpoch };
            }

            if (request.MemberEpoch == 0)
            {
                Remove(member);
                Add(member);
            }
            else if (!_members.Contains(member))
            {
                return new ConsumerGroupHeartbeatResponse { ErrorCode = ErrorCode.UnknownMemberId, ErrorMessage = "Nobody knows it." };
            }
            else if (request.MemberEpoch > _epochs[member])
            {
                return new ConsumerGroupHeartbeatResponse { ErrorCode = ErrorCode.FencedMemberEpoch, ErrorMessage = "It is ahead." };
            }

            return Reconcile(member, request);
        }
    }

    /// <summary>Forgets a member, as if its session had expired.</summary>
    public void Expel(string memberId)
    {
        lock (_lock)
        {
            Remove(memberId);
        }
    }

    public ErrorCode Check(string memberId, int epoch)
    {
        lock (_lock)
        {
            return memberId.Length == 0 ? ErrorCode.None
                : !_epochs.TryGetValue(memberId, out int current) ? ErrorCode.UnknownMemberId
                : current != epoch ? ErrorCode.StaleMemberEpoch
                : ErrorCode.None;
        }
    }

    private ConsumerGroupHeartbeatResponse Reconcile(string member, ConsumerGroupHeartbeatRequest request)
    {
        if (request.OwnedPartitions is { } owned)
        {
            _revoked[member].IntersectWith(owned.SelectMany(topic => topic.Partitions));
        }

        var told = _told[member];
        var target = Enumerable.Range(0, partitions).Where(i => _members[i % _members.Count] == member).ToHashSet();
        var before = told.ToHashSet();
        _revoked[member].UnionWith(told.Except(target));
        told.IntersectWith(target);
        if (_revoked[member].Count == 0)
        {
            told.UnionWith(target.Where(IsFree));
            _epochs[member] = _epoch;
        }

        ReadTwice.AddRange(_told.Values.SelectMany(some => some).GroupBy(i => i).Where(same => same.Count() > 1).Select(same => same.Key));
        bool tells = request.MemberEpoch == 0 || request.SubscribedTopicNames is not null || !told.SetEquals(before);
        return new ConsumerGroupHeartbeatResponse
        {
            MemberId = member,
            MemberEpoch = _epochs[member],
            HeartbeatIntervalMs = HeartbeatIntervalMs,
            Assignment = !tells ? null : new ConsumerGroupHeartbeatResponse.MemberAssignment
            {
                TopicPartitions = told.Count == 0 ? [] :
                [
                    new ConsumerGroupHeartbeatResponse.TopicPartitions { TopicId = topicId, Partitions = [.. told.Order()] },
                ],
            },
        };
    }

    private bool IsFree(int partition) => !_told.Values.Concat(_revoked.Values).Any(held => held.Contains(partition));

    private void Add(string member)
    {
        _epoch++;
        _members.Add(member);
        _told[member] = [];
        _revoked[member] = [];
        _epochs[member] = _epoch;
    }

    private void Remove(string member)
    {
        if (_members.Remove(member))
        {
            _epoch++;
            _told.Remove(member);
            _revoked.Remove(member);
            _epochs.Remove(member);
        }
    }
}
