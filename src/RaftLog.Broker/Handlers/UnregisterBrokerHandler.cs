using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>UnregisterBroker, on any broker: takes one that is gone for good out of the cluster. One that lives is refused, as it would only come back.</summary>
internal sealed class UnregisterBrokerHandler(ControllerClient controller) : ReplyHandler<UnregisterBrokerRequest, UnregisterBrokerResponse>(0, 0)
{
    protected override async ValueTask<UnregisterBrokerResponse> HandleAsync(UnregisterBrokerRequest request, RequestContext context)
    {
        var command = new UnregisterBrokerCommand { Broker = new BrokerId(request.BrokerId) };
        var result = await controller.UnregisterBrokerAsync(command, timeout: null, context.Aborted);
        return new UnregisterBrokerResponse { ErrorCode = result.Error, ErrorMessage = result.ErrorMessage };
    }
}
