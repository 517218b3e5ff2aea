using RaftLog.Broker.Partitions;
using RaftLog.Model.Wire;
using RaftLog.Replication;

namespace RaftLog.Broker.Leadership;

/// <summary>
/// Asks the leader of the metadata group how far its replicas are, wherever it is. Between brokers: an empty request, and <see cref="GroupProgress"/>
/// in version 0, or nothing from a broker that does not lead.
/// </summary>
internal sealed class MetadataQuorum
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly BrokerId _self;
    private readonly MetadataReplica _replica;
    private readonly PeerRpc _rpc;

    public MetadataQuorum(BrokerId self, MetadataReplica replica, PeerRpc rpc)
    {
        _self = self;
        _replica = replica;
        _rpc = rpc;
        rpc.Register(BrokerRpcKinds.MetadataProgress, ServeAsync);
    }

    /// <summary>The answer of <paramref name="leader"/>; null when it does not lead (any more), or does not answer.</summary>
    public async Task<GroupProgress?> AskAsync(BrokerId leader)
    {
        if (leader == _self)
        {
            return await AskHereAsync();
        }

        var reply = await _rpc.CallAsync(leader, BrokerRpcKinds.MetadataProgress, ReadOnlyMemory<byte>.Empty, Patience);
        return reply.IsOk && !reply.Payload.IsEmpty ? WireEncoding.FromBytes<GroupProgress>(reply.Payload, version: 0) : null;
    }

    private async ValueTask<GroupProgress?> AskHereAsync() => _replica.Group is { } group ? await group.AskProgressAsync() : null;

    private async ValueTask<ReadOnlyMemory<byte>> ServeAsync(BrokerId from, ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        await AskHereAsync() is { } progress ? progress.ToBytes(version: 0) : ReadOnlyMemory<byte>.Empty;
}
