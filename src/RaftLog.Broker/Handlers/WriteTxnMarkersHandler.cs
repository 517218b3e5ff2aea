using RaftLog.Broker.Network;
using RaftLog.Broker.Transactions;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>WriteTxnMarkers: appends markers to partitions that are led here, at the wish of tools that end a hanging transaction.</summary>
internal sealed class WriteTxnMarkersHandler(MarkerWriter writer) : ReplyHandler<WriteTxnMarkersRequest, WriteTxnMarkersResponse>(0, 2)
{
    protected override ValueTask<WriteTxnMarkersResponse> HandleAsync(WriteTxnMarkersRequest request, RequestContext context) => writer.WriteAsync(request);
}
