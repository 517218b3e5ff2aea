using System.Globalization;
using RaftLog.Broker.Network;
using RaftLog.Metadata;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DescribeConfigs: the configuration of topics, of this broker, and what is set for all brokers.</summary>
internal sealed class DescribeConfigsHandler(ClusterView cluster, ConfigResolver configs)
    : ReplyHandler<DescribeConfigsRequest, DescribeConfigsResponse>(0, 4)
{
    protected override ValueTask<DescribeConfigsResponse> HandleAsync(DescribeConfigsRequest request, RequestContext context)
    {
        var image = cluster.Image;
        return ValueTask.FromResult(new DescribeConfigsResponse
        {
            Results = [.. request.Resources.Select(resource => Describe(image, request, resource, context.Version))],
        });
    }

    private DescribeConfigsResponse.Resource Describe(
        MetadataImage image, DescribeConfigsRequest request, DescribeConfigsRequest.Resource resource, short version)
    {
        var answer = new DescribeConfigsResponse.Resource
        {
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
            ErrorMessage = null,
        };
        IEnumerable<ConfigEntry> entries = [];
        (answer.ErrorCode, answer.ErrorMessage) = resource.ResourceType switch
        {
            Protocol.ConfigResourceType.Topic => DescribeTopic(image, resource.ResourceName, out entries),
            Protocol.ConfigResourceType.Broker => DescribeBroker(image, resource.ResourceName, out entries),
            _ => (ErrorCode.InvalidRequest, $"Resources of type {(sbyte)resource.ResourceType} have no configuration here."),
        };
        answer.Configs =
        [
            .. entries
                .Where(entry => resource.ConfigurationKeys is not { Count: > 0 } keys || keys.Contains(entry.Definition.Name))
                .Select(entry => Describe(entry, request, version)),
        ];
        return answer;
    }

    private (ErrorCode Error, string? Message) DescribeTopic(MetadataImage image, string name, out IEnumerable<ConfigEntry> entries)
    {
        entries = [];
        if (!TopicNames.IsValid(name))
        {
            return (ErrorCode.InvalidTopicException, "The name is not a topic's.");
        }

        if (!image.Topics.TryGet(name, out _))
        {
            return (ErrorCode.UnknownTopicOrPartition, null);
        }

        entries = configs.DescribeTopic(image, name);
        return (ErrorCode.None, null);
    }

    private (ErrorCode Error, string? Message) DescribeBroker(MetadataImage image, string name, out IEnumerable<ConfigEntry> entries)
    {
        entries = [];
        if (name.Length == 0)
        {
            entries = ConfigResolver.DescribeClusterDefault(image);
            return (ErrorCode.None, null);
        }

        // Part of it stands in the broker's own file, which no other broker knows.
        if (!int.TryParse(name, NumberStyles.Integer, CultureInfo.InvariantCulture, out int id) || id != cluster.Self.Value)
        {
            return (ErrorCode.InvalidRequest, $"This is broker {cluster.Self.Value}; ask broker '{name}' itself.");
        }

        entries = configs.DescribeBroker(image);
        return (ErrorCode.None, null);
    }

    private static DescribeConfigsResponse.Config Describe(ConfigEntry entry, DescribeConfigsRequest request, short version) => new()
    {
        Name = entry.Definition.Name,
        Value = entry.Value,
        ReadOnly = entry.Definition.IsReadOnly,

        // Version 0 only; the source says it later.
        IsDefault = version == 0 && entry.IsDefault,
        ConfigSource = (Protocol.ConfigSource)entry.Source,
        IsSensitive = entry.Definition.IsSensitive,
        Synonyms = request.IncludeSynonyms ? [.. entry.Synonyms.Select(Describe)] : [],
        ConfigType = (Protocol.ConfigType)entry.Definition.Type,
        Documentation = request.IncludeDocumentation ? entry.Definition.Documentation : null,
    };

    private static DescribeConfigsResponse.Synonym Describe(ConfigSynonymValue synonym) => new()
    {
        Name = synonym.Name,
        Value = synonym.Value,
        Source = (Protocol.ConfigSource)synonym.Source,
    };
}
