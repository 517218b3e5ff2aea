using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Groups;

/// <summary>The requests of one group member to its coordinator.</summary>
internal sealed class CoordinatorClient(WorkloadContext context, RoutedClient client, string group)
{
    private const short FindCoordinatorVersion = 3;
    private const short JoinGroupVersion = 5;
    private const short SyncGroupVersion = 3;
    private const short HeartbeatVersion = 3;
    private const short LeaveGroupVersion = 3;
    private const short ConsumerGroupHeartbeatVersion = 1;
    private const short OffsetCommitVersion = 7;
    private const short OffsetFetchVersion = 7;
    private const int SessionTimeoutMs = 6_000;
    private const int RebalanceTimeoutMs = 4_000;

    // Joining waits for the other members.
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(12);

    private SimulatedBroker? _coordinator;

    /// <summary>Looks for the coordinator, after a while.</summary>
    public async Task FindAsync()
    {
        await context.PauseAsync(10, 200);
        var response = await client.CallAnyAsync(new FindCoordinatorRequest { Key = group }, FindCoordinatorVersion);
        _coordinator = response is { ErrorCode: ErrorCode.None }
            ? context.Cluster.Brokers.FirstOrDefault(broker => broker.Id.Value == response.NodeId)
            : null;
    }

    public async Task<JoinGroupResponse?> JoinAsync(string memberId)
    {
        var request = new JoinGroupRequest
        {
            GroupId = group,
            MemberId = memberId,
            SessionTimeoutMs = SessionTimeoutMs,
            RebalanceTimeoutMs = RebalanceTimeoutMs,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = [] }],
        };
        return Look(ApiKey.JoinGroup, await CallAsync(request, JoinGroupVersion, JoinPatience), response => response.ErrorCode);
    }

    public async Task<SyncGroupResponse?> SyncAsync(Membership membership, List<SyncGroupRequest.MemberAssignment> assignments)
    {
        var request = new SyncGroupRequest
        {
            GroupId = group,
            GenerationId = membership.Generation,
            MemberId = membership.MemberId,
            Assignments = assignments,
        };
        return Look(ApiKey.SyncGroup, await CallAsync(request, SyncGroupVersion, JoinPatience), response => response.ErrorCode);
    }

    public async Task<ErrorCode?> HeartbeatAsync(Membership membership)
    {
        var request = new HeartbeatRequest { GroupId = group, GenerationId = membership.Generation, MemberId = membership.MemberId };
        return Look(ApiKey.Heartbeat, await CallAsync(request, HeartbeatVersion), response => response.ErrorCode)?.ErrorCode;
    }

    /// <summary>A heartbeat of a group whose coordinator assigns.</summary>
    public async Task<ConsumerGroupHeartbeatResponse?> HeartbeatAsync(ConsumerGroupHeartbeatRequest request)
    {
        request.GroupId = group;
        return Look(ApiKey.ConsumerGroupHeartbeat, await CallAsync(request, ConsumerGroupHeartbeatVersion), response => response.ErrorCode);
    }

    public Task LeaveAsync(Membership membership) => CallAsync(
        new LeaveGroupRequest { GroupId = group, Members = [new() { MemberId = membership.MemberId }] }, LeaveGroupVersion);

    /// <summary>Asks for the committed offset of a partition; null without an answer, -1 when none is committed.</summary>
    public async Task<long?> FetchAsync(Place place)
    {
        var request = new OffsetFetchRequest { GroupId = group, Topics = [new() { Name = place.Topic, PartitionIndexes = [place.Partition] }] };
        var response = Look(ApiKey.OffsetFetch, await CallAsync(request, OffsetFetchVersion), response => response.ErrorCode);
        return response is { ErrorCode: ErrorCode.None } ? response.Topics[0].Partitions[0].CommittedOffset : null;
    }

    public async Task<ErrorCode?> CommitAsync(Membership membership, Place place, long offset)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = membership.Generation,
            MemberId = membership.MemberId,
            Topics = [new() { Name = place.Topic, Partitions = [new() { PartitionIndex = place.Partition, CommittedOffset = offset }] }],
        };
        var response = Look(
            ApiKey.OffsetCommit, await CallAsync(request, OffsetCommitVersion), response => response.Topics[0].Partitions[0].ErrorCode);
        return response?.Topics[0].Partitions[0].ErrorCode;
    }

    private async Task<TResponse?> CallAsync<TResponse>(IKafkaRequest<TResponse> request, short version, TimeSpan? patience = null)
        where TResponse : class, IKafkaResponse<TResponse> =>
        _coordinator is { } coordinator ? await client.CallAsync(coordinator, request, version, patience) : null;

    private TResponse? Look<TResponse>(ApiKey api, TResponse? response, Func<TResponse, ErrorCode> errorOf)
        where TResponse : class
    {
        if (response is not null)
        {
            context.Errors.IsSuccess(api, errorOf(response));
        }

        return response;
    }
}
