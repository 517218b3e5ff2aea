using System.Buffers.Binary;
using RaftLog.Broker.Partitions;
using RaftLog.Replication;

namespace RaftLog.Broker.Leadership;

/// <summary>
/// Has the leader of a partition, here or on another broker, hand over to another replica. Between brokers, little-endian:
/// <code>
///   request:  i64 group, i32 broker that shall lead
///   reply:    u8 status (<see cref="LeadershipTransferStatus"/>)
/// </code>
/// </summary>
internal sealed class LeadershipTransfers
{
    private const int RequestBytes = sizeof(long) + sizeof(int);

    private readonly BrokerId _self;
    private readonly PartitionRegistry _partitions;
    private readonly PeerRpc _rpc;

    public LeadershipTransfers(BrokerId self, PartitionRegistry partitions, PeerRpc rpc)
    {
        _self = self;
        _partitions = partitions;
        _rpc = rpc;
        rpc.Register(BrokerRpcKinds.TransferLeadership, ServeAsync);
    }

    /// <summary>Has <paramref name="leader"/> hand the group over. A replica that is silent or behind is not let lead.</summary>
    public async Task<LeadershipTransferStatus> HandOverAsync(BrokerId leader, GroupId group, BrokerId to, TimeSpan timeout)
    {
        if (leader == _self)
        {
            return await HandOverHereAsync(group, to);
        }

        var request = new byte[RequestBytes];
        BinaryPrimitives.WriteInt64LittleEndian(request, group.Value);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(sizeof(long)), to.Value);
        var reply = await _rpc.CallAsync(leader, BrokerRpcKinds.TransferLeadership, request, timeout);
        return reply.IsOk && reply.Payload.Length == 1 ? (LeadershipTransferStatus)reply.Payload.Span[0] : LeadershipTransferStatus.Failed;
    }

    /// <summary>Hands over a group that is led here.</summary>
    public async ValueTask<LeadershipTransferStatus> HandOverHereAsync(GroupId group, BrokerId to) =>
        _partitions.TryGet(group, out var replica) ? await replica.HandOverAsync(to) : LeadershipTransferStatus.NotLeader;

    private async ValueTask<ReadOnlyMemory<byte>> ServeAsync(BrokerId from, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        if (request.Length != RequestBytes)
        {
            throw new ArgumentException($"A request for leadership has {RequestBytes} bytes, not {request.Length}.", nameof(request));
        }

        var group = new GroupId(BinaryPrimitives.ReadInt64LittleEndian(request.Span));
        var to = new BrokerId(BinaryPrimitives.ReadInt32LittleEndian(request.Span[sizeof(long)..]));
        return new byte[] { (byte)await HandOverHereAsync(group, to) };
    }
}
