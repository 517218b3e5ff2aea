using RaftLog.Broker.Handlers;
using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Serves Metadata by knowing nothing; there for its decoder.</summary>
internal sealed class NullMetadataHandler() : ReplyHandler<MetadataRequest, MetadataResponse>(0, 12)
{
    protected override ValueTask<MetadataResponse> HandleAsync(MetadataRequest request, RequestContext context) =>
        ValueTask.FromResult(new MetadataResponse());
}
