using RaftLog.Metadata;

namespace RaftLog.Broker.Handlers;

/// <summary>Has the controller alter configurations, for both APIs that do.</summary>
internal static class AlteredConfigs
{
    /// <summary>One outcome for each resource, also when the controller did not answer.</summary>
    public static async ValueTask<IReadOnlyList<AlteredConfigResource>> AlterAsync(
        ControllerClient controller, AlterConfigsCommand command, CancellationToken cancellation)
    {
        var result = await controller.AlterConfigsAsync(command, timeout: null, cancellation);
        return result.IsSuccess
            ? result.Resources
            :
            [
                .. command.Resources.Select(resource => new AlteredConfigResource
                {
                    Type = resource.Type,
                    Name = resource.Name,
                    Error = result.Error,
                    ErrorMessage = result.ErrorMessage,
                }),
            ];
    }
}
