using System.Collections.Immutable;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>CreateTopics, on any broker; answers once the new partitions can be used, or the time for that is up.</summary>
internal sealed class CreateTopicsHandler(
    ClusterView cluster,
    ControllerClient controller,
    ConfigResolver configs,
    NewTopicLeaders newTopicLeaders,
    BrokerOptions options)
    : ReplyHandler<CreateTopicsRequest, CreateTopicsResponse>(0, 7)
{
    // However little a client asks for, the controller gets a chance; and it is not waited for beyond what clients wait by default.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    protected override async ValueTask<CreateTopicsResponse> HandleAsync(CreateTopicsRequest request, RequestContext context)
    {
        var twice = request.Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        var command = new CreateTopicsCommand
        {
            Topics = [.. request.Topics.Where(topic => !twice.Contains(topic.Name)).Select(ToCreation)],
            ValidateOnly = request.ValidateOnly,
        };
        var patience = RequestDeadline.Clamp(request.TimeoutMs, LongestWait);
        var result = command.Topics.Count == 0
            ? new CreateTopicsResult()
            : await controller.CreateTopicsAsync(command, patience, context.Aborted);

        if (!request.ValidateOnly)
        {
            var wait = patience < options.NewTopicLeaderWait ? patience : options.NewTopicLeaderWait;
            var image = cluster.Image;
            await newTopicLeaders.WaitAsync(result.Topics.SelectMany(created => PartitionsOf(image, created)), wait);
        }

        var answers = result.IsSuccess
            ? result.Topics.Select(topic => Answer(topic, command.Topics.Find(wanted => wanted.Name == topic.Name)!.Configs))
            : command.Topics.Select(topic => Refuse(topic.Name, result.Error, result.ErrorMessage));
        return new CreateTopicsResponse
        {
            Topics = [.. answers, .. twice.Select(name => Refuse(name, ErrorCode.InvalidRequest, "The topic is named twice in the request."))],
        };
    }

    private static ImmutableArray<PartitionImage> PartitionsOf(MetadataImage image, CreatedTopic created) =>
        created.Error == ErrorCode.None && image.Topics.TryGet(created.TopicId, out var topic) ? topic.Partitions : [];

    private static TopicCreation ToCreation(CreateTopicsRequest.Topic topic) => new()
    {
        Name = topic.Name,
        PartitionCount = topic.NumPartitions,
        ReplicationFactor = topic.ReplicationFactor,
        Assignments =
        [
            .. topic.Assignments.Select(assignment => new PartitionAssignment
            {
                Partition = assignment.PartitionIndex,
                Brokers = [.. assignment.BrokerIds.Select(id => new BrokerId(id))],
            }),
        ],
        Configs = [.. topic.Configs.Select(config => new ConfigSetting { Name = config.Name, Value = config.Value })],
    };

    private static CreateTopicsResponse.Topic Refuse(string name, ErrorCode error, string? message) => new()
    {
        Name = name,
        ErrorCode = error,
        ErrorMessage = message,
    };

    // The list of configurations is never null: Java's client fails on that.
    private CreateTopicsResponse.Topic Answer(CreatedTopic topic, IReadOnlyList<ConfigSetting> wanted) => topic.Error != ErrorCode.None
        ? Refuse(topic.Name, topic.Error, topic.ErrorMessage)
        : new CreateTopicsResponse.Topic
        {
            Name = topic.Name,
            TopicId = topic.TopicId,
            ErrorMessage = null,
            NumPartitions = topic.PartitionCount,
            ReplicationFactor = (short)topic.ReplicationFactor,
            Configs = [.. configs.DescribeTopic(cluster.Image, topic.Name).Select(entry => Describe(entry, wanted))],
        };

    // What was asked for is not in the image when the request only validates.
    private static CreateTopicsResponse.Config Describe(ConfigEntry entry, IReadOnlyList<ConfigSetting> wanted)
    {
        var set = wanted.FirstOrDefault(setting => setting.Name == entry.Definition.Name);
        return new CreateTopicsResponse.Config
        {
            Name = entry.Definition.Name,
            Value = set is null ? entry.Value : set.Value,
            ReadOnly = entry.Definition.IsReadOnly,
            ConfigSource = set is null ? (Protocol.ConfigSource)entry.Source : Protocol.ConfigSource.DynamicTopic,
            IsSensitive = entry.Definition.IsSensitive,
        };
    }
}
