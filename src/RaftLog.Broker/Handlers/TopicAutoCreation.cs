using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>Creates topics that clients ask for but that do not exist, if <c>auto.create.topics.enable</c> is set.</summary>
internal sealed class TopicAutoCreation(ControllerClient controller, ConfigResolver configs)
{
    // Clients give a metadata request some seconds; what is not there by then they ask for again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Completes when the missing topics are in the image here, or cannot be soon. Why they cannot is told by their absence.</summary>
    public async Task CreateMissingAsync(MetadataImage image, IEnumerable<MetadataRequest.Topic> wanted, CancellationToken aborted)
    {
        if (!configs.BrokerBoolean(image, BrokerConfigNames.AutoCreateTopicsEnable))
        {
            return;
        }

        var missing = wanted
            .Where(topic => topic.Name is { } name && TopicNames.IsValid(name) && !image.Topics.TryGet(name, out _))
            .Select(topic => topic.Name!)
            .Distinct(StringComparer.Ordinal)
            .Select(name => new TopicCreation { Name = name })
            .ToList();
        if (missing.Count > 0)
        {
            await controller.CreateTopicsAsync(new CreateTopicsCommand { Topics = missing }, Patience, aborted);
        }
    }
}
