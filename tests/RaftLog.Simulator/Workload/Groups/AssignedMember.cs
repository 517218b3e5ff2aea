using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>
/// A consumer in a group whose coordinator assigns (KIP-848): reads what it is told, gives up what it is asked to, and goes on where another left off. It
/// leaves, dies without a word, falls asleep, and tries to commit in epochs and memberships that are over.
/// </summary>
internal sealed class AssignedMember : LoadClient
{
    private const double ChanceOfTrouble = 0.02;
    private const double ChanceOfCommit = 0.3;
    private const double ChanceOfHeartbeat = 0.5;
    private const double ChanceOfOldEpoch = 0.1;
    private const double ChanceOfSameId = 0.5;
    private const int RebalanceTimeoutMs = 4_000;

    private readonly AssignedLedger _ledger;
    private readonly string _topic;
    private readonly RoutedClient _client;
    private readonly CoordinatorClient _coordinator;
    private readonly MemberReads _reads;

    private Membership _membership;
    private Guid _topicId;

    // What it was told last; differs from the positions until it has moved there.
    private HashSet<Place>? _target;
    private bool _tellsAll = true;
    private bool _tellsOwned;
    private bool _isAtEnd;

    public AssignedMember(WorkloadContext context, AssignedLedger ledger, string topic)
        : base(context)
    {
        _ledger = ledger;
        _topic = topic;
        _client = new RoutedClient(context, topic);
        _coordinator = new CoordinatorClient(context, _client, ledger.Name);
        _reads = new MemberReads(context, _client, topic, ledger.Consumed);
        _membership = Newcomer();
    }

    public override string Name => $"a member of {_ledger.Name}";

    public override bool IsDone => _isAtEnd;

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (true)
        {
            if (!await HeartbeatAsync() || !await TakeOverAsync())
            {
                _isAtEnd = false;
                continue;
            }

            await WorkAsync();
        }
    }

    private Membership Newcomer()
    {
        var random = new byte[16];
        Context.World.Random.NextBytes(random);
        return new Membership($"{new Guid(random):D}", 0);
    }

    // Returns whether it is a member that was heard.
    private async Task<bool> HeartbeatAsync()
    {
        bool joins = _membership.Generation == 0;
        bool tellsAll = _tellsAll || joins;
        var superseded = _ledger.SupersededOf(_membership.MemberId, _membership.Generation, _membership.Positions.Keys);
        var request = new ConsumerGroupHeartbeatRequest
        {
            MemberId = _membership.MemberId,
            MemberEpoch = _membership.Generation,
            RebalanceTimeoutMs = tellsAll ? RebalanceTimeoutMs : -1,
            SubscribedTopicNames = tellsAll ? [_topic] : null,
            OwnedPartitions = tellsAll || _tellsOwned ? Owned() : null,
        };

        // Whether an answer that does not come was given is not known.
        _tellsAll = true;
        var response = await _coordinator.HeartbeatAsync(request);
        switch (response?.ErrorCode)
        {
            case ErrorCode.None:
                break;
            case ErrorCode.UnknownMemberId or ErrorCode.FencedMemberEpoch:
                await LoseAsync(response.ErrorCode == ErrorCode.UnknownMemberId);
                return false;
            default:
                await _coordinator.FindAsync();
                return false;
        }

        if (!joins)
        {
            _ledger.Heard(_membership.MemberId, response.MemberEpoch, superseded, "a heartbeat");
        }

        (_tellsAll, _tellsOwned) = (false, false);
        _membership = _membership with { Generation = response.MemberEpoch };
        if (response.Assignment is { } assignment)
        {
            Hear(assignment);
        }

        return true;
    }

    private List<ConsumerGroupHeartbeatRequest.TopicPartitions> Owned() => _membership.Positions.Count == 0 ? [] :
    [
        new() { TopicId = _topicId, Partitions = [.. _membership.Positions.Keys.Select(place => place.Partition)] },
    ];

    private void Hear(ConsumerGroupHeartbeatResponse.MemberAssignment assignment)
    {
        _target = [];
        foreach (var topic in assignment.TopicPartitions)
        {
            _topicId = topic.TopicId;
            _target.UnionWith(topic.Partitions.Select(partition => new Place(_topic, partition)));
        }

        // From the answer on it is another's business who reads them, so it is now that it must be right.
        foreach (var place in _target.Where(place => !_membership.Positions.ContainsKey(place)))
        {
            _ledger.Told(_membership.MemberId, _membership.Generation, place);
        }
    }

    // Put out, it knows from now on; what it tries to commit all the same must be refused.
    private async Task LoseAsync(bool isUnknown)
    {
        var former = _membership;
        Drop(former.Positions.Keys.ToList());
        bool keepsId = Context.World.Chance(ChanceOfSameId);
        _membership = keepsId ? new Membership(former.MemberId, 0) : Newcomer();
        _target = null;
        if (isUnknown && !keepsId && former.Generation > 0
            && await _coordinator.CommitAsync(former, new Place(_topic, 0), 0) == ErrorCode.None)
        {
            _ledger.TakenWrongly(former.MemberId, former.Generation, "it had been told that it is no member");
        }

        await Context.PauseAsync(10, 200);
    }

    // Returns false when there is something to tell at once.
    private async Task<bool> TakeOverAsync()
    {
        if (_target is not { } target)
        {
            return true;
        }

        var revoked = _membership.Positions.Keys.Where(place => !target.Contains(place)).ToList();
        if (revoked.Count > 0)
        {
            await CommitAsync(revoked);
            Drop(revoked);
            _tellsOwned = true;
            return false;
        }

        foreach (var place in target.Where(place => !_membership.Positions.ContainsKey(place)).ToList())
        {
            long least = _ledger.CommittedOf(place);
            if (await _coordinator.FetchAsync(place) is not { } committed)
            {
                await _coordinator.FindAsync();
                return false;
            }

            _ledger.Fetched(_membership.MemberId, place, committed, least);
            _membership.Positions[place] = Math.Max(0, committed);
            _tellsOwned = true;
        }

        _target = null;
        return true;
    }

    private void Drop(List<Place> places)
    {
        foreach (var place in places)
        {
            _membership.Positions.Remove(place);
            _ledger.Released(_membership.MemberId, place);
        }
    }

    private async Task WorkAsync()
    {
        do
        {
            await _reads.ReadAsync(_membership);
            if (Context.World.Chance(ChanceOfCommit))
            {
                await CommitAsync([.. _membership.Positions.Keys]);
            }

            if (!IsStopping && Context.World.Chance(ChanceOfTrouble))
            {
                await MakeTroubleAsync();
                return;
            }

            _isAtEnd = _membership.Positions.All(position =>
                position.Value >= Context.History.EndOf(position.Key) && _ledger.CommittedOf(position.Key) >= position.Value);
            await Context.PauseAsync(10, 300);
        }
        while (!Context.World.Chance(ChanceOfHeartbeat));
    }

    private async Task CommitAsync(List<Place> places)
    {
        foreach (var place in places)
        {
            var superseded = _ledger.SupersededOf(_membership.MemberId, _membership.Generation, [place]);
            long offset = _membership.Positions[place];
            if (await _coordinator.CommitAsync(_membership, place, offset) == ErrorCode.None)
            {
                _ledger.Heard(_membership.MemberId, _membership.Generation, superseded, "a commit");
                _ledger.Committed(place, offset, _membership.Generation);
            }

            var older = _membership with { Generation = _membership.Generation - 1 };
            if (Context.World.Chance(ChanceOfOldEpoch) && await _coordinator.CommitAsync(older, place, 0) == ErrorCode.None)
            {
                _ledger.TakenWrongly(older.MemberId, older.Generation, "its epoch is higher");
            }
        }
    }

    private async Task MakeTroubleAsync()
    {
        switch (Context.World.Random.Next(3))
        {
            case 0:
                await _coordinator.HeartbeatAsync(new ConsumerGroupHeartbeatRequest { MemberId = _membership.MemberId, MemberEpoch = -1 });
                StartAnew();
                break;
            case 1:
                _client.CloseAll();
                StartAnew();
                break;
            default:
                // Longer than its session, perhaps; then it goes on as if nothing had happened.
                break;
        }

        await Context.PauseAsync(100, 9_000);
    }

    private void StartAnew()
    {
        Drop([.. _membership.Positions.Keys]);
        _membership = Newcomer();
        _target = null;
    }
}
