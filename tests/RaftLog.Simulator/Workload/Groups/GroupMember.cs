using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>
/// A consumer in a group: joins, reads its partitions from where the group has committed, commits, and goes on where another left off.
/// It leaves, dies without a word, falls asleep, and tries to commit in generations that are over.
/// </summary>
internal sealed class GroupMember : LoadClient
{
    private const double ChanceOfTrouble = 0.02;
    private const double ChanceOfCommit = 0.3;
    private const double ChanceOfHeartbeat = 0.5;

    private readonly GroupLedger _ledger;
    private readonly string _topic;
    private readonly int _partitions;
    private readonly RoutedClient _client;
    private readonly CoordinatorClient _coordinator;
    private readonly MemberReads _reads;
    private string _memberId = "";
    private Membership? _former;
    private bool _isAtEnd;

    public GroupMember(WorkloadContext context, GroupLedger ledger, string topic, int partitions)
        : base(context)
    {
        _ledger = ledger;
        _topic = topic;
        _partitions = partitions;
        _client = new RoutedClient(context, topic);
        _coordinator = new CoordinatorClient(context, _client, ledger.Name);
        _reads = new MemberReads(context, _client, topic, ledger.Consumed);
    }

    public override string Name => $"a member of {_ledger.Name}";

    public override bool IsDone => _isAtEnd;

    public override async Task RunAsync()
    {
        await _client.RefreshAsync();
        while (true)
        {
            _isAtEnd = false;
            if (await JoinAsync() is { } membership && await BeginAsync(membership))
            {
                await TryFormerAsync(membership);
                await WorkAsync(membership);
                _former = membership;
            }
            else
            {
                await _coordinator.FindAsync();
            }
        }
    }

    private async Task<Membership?> JoinAsync()
    {
        var joined = await _coordinator.JoinAsync(_memberId);
        switch (joined?.ErrorCode)
        {
            case ErrorCode.MemberIdRequired:
                _memberId = joined.MemberId;
                return await JoinAsync();
            case ErrorCode.None:
                break;
            default:
                _memberId = joined?.ErrorCode == ErrorCode.UnknownMemberId ? "" : _memberId;
                return null;
        }

        _memberId = joined.MemberId;
        _ledger.Joined(joined.GenerationId);
        var membership = new Membership(_memberId, joined.GenerationId);
        var assignments = joined.Leader == _memberId ? Assign(joined.Members) : [];
        if (await _coordinator.SyncAsync(membership, assignments) is not { ErrorCode: ErrorCode.None } synced)
        {
            return null;
        }

        foreach (int partition in AssignmentBytes.Read(synced.Assignment))
        {
            var place = new Place(_topic, partition);
            _ledger.Assigned(membership.Generation, _memberId, place);
            membership.Positions.Add(place, 0);
        }

        return membership;
    }

    private List<SyncGroupRequest.MemberAssignment> Assign(List<JoinGroupResponse.Member> members) =>
    [
        .. members.Select((member, number) => new SyncGroupRequest.MemberAssignment
        {
            MemberId = member.MemberId,
            Assignment = AssignmentBytes.Write(Enumerable.Range(0, _partitions).Where(partition => partition % members.Count == number)),
        }),
    ];

    private async Task<bool> BeginAsync(Membership membership)
    {
        foreach (var place in membership.Positions.Keys.ToList())
        {
            long least = _ledger.CommittedUpTo(membership.Generation, place);
            if (await _coordinator.FetchAsync(place) is not { } committed)
            {
                return false;
            }

            _ledger.Fetched(membership.Generation, place, committed, least);
            membership.Positions[place] = Math.Max(0, committed);
        }

        return true;
    }

    // As a member that slept through a rebalance and does not know it would. One that came back into its own generation is no former member:
    // its commit would be taken, and the next one, from where it begins now, would take that back.
    private async Task TryFormerAsync(Membership membership)
    {
        if (_former is { Positions.Count: > 0 } former && former.Generation < membership.Generation && Context.World.Chance(0.5))
        {
            await CommitAsync(former, former.Positions.Keys.First());
        }
    }

    private async Task WorkAsync(Membership membership)
    {
        while (true)
        {
            await _reads.ReadAsync(membership);
            if (Context.World.Chance(ChanceOfCommit) && !await CommitAllAsync(membership))
            {
                return;
            }

            if (Context.World.Chance(ChanceOfHeartbeat) && await _coordinator.HeartbeatAsync(membership) != ErrorCode.None)
            {
                return;
            }

            if (!IsStopping && Context.World.Chance(ChanceOfTrouble))
            {
                await MakeTroubleAsync(membership);
                return;
            }

            _isAtEnd = membership.Positions.All(position => position.Value >= Context.History.EndOf(position.Key)
                && _ledger.CommittedUpTo(membership.Generation, position.Key) >= position.Value);
            await Context.PauseAsync(10, 300);
        }
    }

    private async Task<bool> CommitAllAsync(Membership membership)
    {
        foreach (var place in membership.Positions.Keys)
        {
            if (!await CommitAsync(membership, place))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> CommitAsync(Membership membership, Place place)
    {
        int newest = _ledger.Generation;
        long offset = membership.Positions[place];
        if (await _coordinator.CommitAsync(membership, place, offset) != ErrorCode.None)
        {
            return false;
        }

        _ledger.Committed(membership.Generation, membership.MemberId, place, offset, newest);
        return true;
    }

    private async Task MakeTroubleAsync(Membership membership)
    {
        switch (Context.World.Random.Next(3))
        {
            case 0:
                await _coordinator.LeaveAsync(membership);
                _memberId = "";
                break;
            case 1:
                _client.CloseAll();
                _memberId = "";
                break;
            default:
                // Longer than its session, perhaps; then it goes on as if nothing had happened.
                break;
        }

        await Context.PauseAsync(100, 9_000);
    }
}
