using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>AlterConfigs, on any broker: replaces all that is set for a resource. Kept for old clients; the incremental one forgets nothing.</summary>
internal sealed class AlterConfigsHandler(ControllerClient controller) : ReplyHandler<AlterConfigsRequest, AlterConfigsResponse>(0, 2)
{
    protected override async ValueTask<AlterConfigsResponse> HandleAsync(AlterConfigsRequest request, RequestContext context)
    {
        var command = new AlterConfigsCommand
        {
            ValidateOnly = request.ValidateOnly,
            Resources = [.. request.Resources.Select(AlterationOf)],
        };
        var outcomes = await AlteredConfigs.AlterAsync(controller, command, context.Aborted);
        return new AlterConfigsResponse
        {
            Responses =
            [
                .. outcomes.Select(outcome => new AlterConfigsResponse.Resource
                {
                    ResourceType = (Protocol.ConfigResourceType)outcome.Type,
                    ResourceName = outcome.Name,
                    ErrorCode = outcome.Error,
                    ErrorMessage = outcome.ErrorMessage,
                }),
            ],
        };
    }

    private static ConfigResourceAlteration AlterationOf(AlterConfigsRequest.Resource resource) => new()
    {
        Type = (Metadata.ConfigResourceType)resource.ResourceType,
        Name = resource.ResourceName,
        ReplacesAll = true,
        Changes =
        [
            .. resource.Configs.Select(config => new ConfigChange
            {
                Name = config.Name,
                Operation = Metadata.ConfigOperation.Set,
                Value = config.Value,
            }),
        ],
    };
}
