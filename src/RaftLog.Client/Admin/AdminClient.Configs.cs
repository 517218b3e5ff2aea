using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client;

/// <content>Settings of topics.</content>
public sealed partial class AdminClient
{
    /// <summary>The settings of a topic by name, defaults included.</summary>
    /// <exception cref="RaftLogException">It does not exist.</exception>
    public async Task<IReadOnlyDictionary<string, string?>> DescribeTopicConfigsAsync(string topic, CancellationToken cancellationToken = default)
    {
        var settings = await ListTopicSettingsAsync(topic, cancellationToken).ConfigureAwait(false);
        return settings.ToDictionary(setting => setting.Name, setting => setting.Value);
    }

    /// <summary>The settings of a topic, defaults included, in the order of their names, each with where its value comes from.</summary>
    /// <exception cref="RaftLogException">It does not exist.</exception>
    public async Task<IReadOnlyList<TopicSetting>> ListTopicSettingsAsync(string topic, CancellationToken cancellationToken = default)
    {
        var request = new DescribeConfigsRequest
        {
            Resources = [new DescribeConfigsRequest.Resource { ResourceType = ConfigResourceType.Topic, ResourceName = topic, ConfigurationKeys = null }],
        };
        DescribeConfigsResponse response = await _cluster.RetryAsync(
            token => _cluster.SendAsync<DescribeConfigsRequest, DescribeConfigsResponse>(
                _cluster.AnyBroker(), ConnectionPurpose.General, request, token),
            cancellationToken).ConfigureAwait(false);
        DescribeConfigsResponse.Resource? answer = response.Results.Find(one => one.ResourceName == topic);
        CheckTopic(answer?.ErrorCode ?? ErrorCode.UnknownServerError, answer?.ErrorMessage, topic, "described");
        return
        [
            .. answer!.Configs
                .OrderBy(config => config.Name, StringComparer.Ordinal)
                .Select(config => new TopicSetting(config.Name, config.Value, OriginOf(config.ConfigSource))),
        ];
    }

    /// <summary>
    /// Changes settings of a topic while it is in use, all of them or none; the others stay as they are. Completes when the change is recorded;
    /// each broker takes it up within moments, without a restart.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="changes">The new values by name; null lets a setting go back to its default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RaftLogException">Nothing was changed: the topic does not exist, or a name or value is not a setting's; the message says which.</exception>
    public async Task AlterTopicConfigsAsync(
        string topic, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(changes);
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                new IncrementalAlterConfigsRequest.Resource
                {
                    ResourceType = ConfigResourceType.Topic,
                    ResourceName = topic,
                    Configs = [.. changes.Select(Change)],
                },
            ],
        };
        ErrorCode error = ErrorCode.None;
        string? message = null;
        await _cluster.RetryAsync(
            async token =>
            {
                IncrementalAlterConfigsResponse response = await _cluster
                    .SendAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ControllerOrAny(), ConnectionPurpose.General, request, token)
                    .ConfigureAwait(false);
                IncrementalAlterConfigsResponse.Resource? answer = response.Responses.Find(one => one.ResourceName == topic);
                error = answer?.ErrorCode ?? ErrorCode.UnknownServerError;
                message = answer?.ErrorMessage;

                // Retriable elsewhere, but here it is the plain answer.
                if (error != ErrorCode.UnknownTopicOrPartition)
                {
                    CheckTopic(error, message, topic, "altered");
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        CheckTopic(error, message, topic, "altered");
    }

    private static IncrementalAlterConfigsRequest.Config Change(KeyValuePair<string, string?> change) => new()
    {
        Name = change.Key,
        ConfigOperation = change.Value is null ? ConfigOperation.Delete : ConfigOperation.Set,
        Value = change.Value,
    };

    private static SettingOrigin OriginOf(ConfigSource source) => source switch
    {
        ConfigSource.DynamicTopic => SettingOrigin.Topic,
        ConfigSource.DynamicBroker or ConfigSource.DynamicDefaultBroker => SettingOrigin.Broker,
        ConfigSource.StaticBroker => SettingOrigin.File,
        _ => SettingOrigin.Default,
    };
}
