using System.Net;
using RaftLog.Model;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Benchmarks.Groups;

/// <summary>
/// A member of a group one of whose members assigns, with a connection of its own: a request that waits for the others of the group holds up those behind it.
/// </summary>
internal sealed class ClassicMember : IAsyncDisposable
{
    private const short JoinVersion = 9;
    private const short SyncVersion = 5;
    private const short HeartbeatVersion = 4;
    private const short LeaveVersion = 5;
    private const short SubscriptionVersion = 1;
    private const int SessionTimeoutMs = 60_000;
    private const string ProtocolType = "consumer";
    private const string Strategy = "range";

    private readonly string _group;
    private readonly string _topic;
    private readonly WireConnection _connection;
    private string _id = "";
    private int _generation = -1;

    private ClassicMember(string group, string topic, WireConnection connection)
    {
        _group = group;
        _topic = topic;
        _connection = connection;
    }

    /// <summary>Whether it has joined before.</summary>
    public bool IsMember => _generation >= 0;

    public static async Task<ClassicMember> ConnectAsync(string group, string topic, DnsEndPoint coordinator, CancellationToken cancellation) =>
        new(group, topic, await WireConnection.OpenAsync(coordinator, cancellation));

    /// <summary>Joins, and has its assignment when this completes; the leader gives every member one partition.</summary>
    public async Task JoinAsync(CallTimes joins, CallTimes syncs)
    {
        while (true)
        {
            var joined = await joins.TimeAsync(JoinOnceAsync);
            var synced = await syncs.TimeAsync(() => SyncAsync(joined));
            if (synced.ErrorCode == ErrorCode.None)
            {
                return;
            }

            // Somebody came or went meanwhile.
            Require(synced.ErrorCode == ErrorCode.RebalanceInProgress, $"SyncGroup was refused: {synced.ErrorCode}.");
        }
    }

    /// <summary>Returns whether the group is as it was.</summary>
    public async Task<bool> BeatAsync(CallTimes latencies)
    {
        var request = new HeartbeatRequest { GroupId = _group, GenerationId = _generation, MemberId = _id };
        var answer = await latencies.TimeAsync(() => _connection.CallAsync(request, HeartbeatVersion));
        Require(answer.ErrorCode is ErrorCode.None or ErrorCode.RebalanceInProgress, $"A heartbeat was refused: {answer.ErrorCode}.");
        return answer.ErrorCode == ErrorCode.None;
    }

    public Task<LeaveGroupResponse> LeaveAsync() => _connection.CallAsync(
        new LeaveGroupRequest { GroupId = _group, Members = [new LeaveGroupRequest.Member { MemberId = _id }] }, LeaveVersion);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<JoinGroupResponse> JoinOnceAsync()
    {
        while (true)
        {
            var answer = await _connection.CallAsync(
                new JoinGroupRequest
                {
                    GroupId = _group,
                    MemberId = _id,
                    SessionTimeoutMs = SessionTimeoutMs,
                    RebalanceTimeoutMs = SessionTimeoutMs,
                    ProtocolType = ProtocolType,
                    Protocols = [new JoinGroupRequest.GroupProtocol { Name = Strategy, Metadata = Subscription() }],
                },
                JoinVersion);
            _id = answer.MemberId;
            _generation = answer.GenerationId;
            if (answer.ErrorCode == ErrorCode.None)
            {
                return answer;
            }

            Require(answer.ErrorCode is ErrorCode.MemberIdRequired or ErrorCode.RebalanceInProgress, $"JoinGroup was refused: {answer.ErrorCode}.");
        }
    }

    private Task<SyncGroupResponse> SyncAsync(JoinGroupResponse joined) => _connection.CallAsync(
        new SyncGroupRequest
        {
            GroupId = _group,
            GenerationId = _generation,
            MemberId = _id,
            ProtocolType = ProtocolType,
            ProtocolName = Strategy,
            Assignments =
            [
                .. joined.Members.Select((member, i) => new SyncGroupRequest.MemberAssignment { MemberId = member.MemberId, Assignment = Assignment(i) }),
            ],
        },
        SyncVersion);

    private byte[] Subscription() => Write(new ConsumerProtocolSubscription { Topics = [_topic] });

    private byte[] Assignment(int partition) => Write(new ConsumerProtocolAssignment
    {
        AssignedPartitions = [new ConsumerProtocolAssignment.TopicPartitions { Topic = _topic, Partitions = [partition] }],
    });

    private static byte[] Write(IWireWritable message)
    {
        byte[] bytes = new byte[sizeof(short) + message.SizeOf(SubscriptionVersion)];
        var writer = new WireWriter(bytes.AsSpan());
        writer.WriteInt16(SubscriptionVersion);
        message.Write(ref writer, SubscriptionVersion);
        return bytes;
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException(problem);
        }
    }
}
