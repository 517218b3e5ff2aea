using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;
using RaftLog.Replication;

namespace RaftLog.Broker.Transactions;

/// <summary>
/// Brings markers to the brokers that lead the partitions: here directly, elsewhere over the peer connections, as a
/// <see cref="WriteTxnMarkersRequest"/> and its answer in version 2.
/// </summary>
internal sealed class MarkerTransport
{
    private const short Version = 2;

    private readonly BrokerId _self;
    private readonly MarkerWriter _writer;
    private readonly PeerRpc _rpc;

    public MarkerTransport(BrokerId self, MarkerWriter writer, PeerRpc rpc)
    {
        _self = self;
        _writer = writer;
        _rpc = rpc;
        rpc.Register(BrokerRpcKinds.WriteMarkers, ServeAsync);
    }

    /// <summary>Has a broker write markers; null when no answer came. What was asked without an answer may have been written.</summary>
    public async Task<WriteTxnMarkersResponse?> SendAsync(BrokerId leader, WriteTxnMarkersRequest request, TimeSpan timeout)
    {
        if (leader == _self)
        {
            return await _writer.WriteAsync(request);
        }

        var reply = await _rpc.CallAsync(leader, BrokerRpcKinds.WriteMarkers, request.ToBytes(Version), timeout);
        return reply.IsOk ? WireEncoding.FromBytes<WriteTxnMarkersResponse>(reply.Payload, Version) : null;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ServeAsync(BrokerId from, ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        (await _writer.WriteAsync(WireEncoding.FromBytes<WriteTxnMarkersRequest>(request, Version))).ToBytes(Version);
}
