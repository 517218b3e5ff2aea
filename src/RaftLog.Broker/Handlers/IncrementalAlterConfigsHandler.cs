using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>IncrementalAlterConfigs, on any broker: changes single keys of topics, of brokers, or of all brokers, and leaves the others (KIP-339).</summary>
internal sealed class IncrementalAlterConfigsHandler(ControllerClient controller)
    : ReplyHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(0, 1)
{
    protected override async ValueTask<IncrementalAlterConfigsResponse> HandleAsync(IncrementalAlterConfigsRequest request, RequestContext context)
    {
        var command = new AlterConfigsCommand
        {
            ValidateOnly = request.ValidateOnly,
            Resources = [.. request.Resources.Select(AlterationOf)],
        };
        var outcomes = await AlteredConfigs.AlterAsync(controller, command, context.Aborted);
        return new IncrementalAlterConfigsResponse
        {
            Responses =
            [
                .. outcomes.Select(outcome => new IncrementalAlterConfigsResponse.Resource
                {
                    ResourceType = (Protocol.ConfigResourceType)outcome.Type,
                    ResourceName = outcome.Name,
                    ErrorCode = outcome.Error,
                    ErrorMessage = outcome.ErrorMessage,
                }),
            ],
        };
    }

    private static ConfigResourceAlteration AlterationOf(IncrementalAlterConfigsRequest.Resource resource) => new()
    {
        Type = (Metadata.ConfigResourceType)resource.ResourceType,
        Name = resource.ResourceName,
        Changes =
        [
            .. resource.Configs.Select(config => new ConfigChange
            {
                Name = config.Name,
                Operation = (Metadata.ConfigOperation)config.ConfigOperation,
                Value = config.Value,
            }),
        ],
    };
}
