using System.Globalization;
using RaftLog.Broker.Network;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ListConfigResources: the names of what DescribeConfigs can be asked about.</summary>
internal sealed class ListConfigResourcesHandler(ClusterView cluster) : ReplyHandler<ListConfigResourcesRequest, ListConfigResourcesResponse>(0, 1)
{
    private const short FirstVersionWithTypes = 1;

    // Kinds that Kafka has configurations of and this broker has not: there are none of them, which is no error.
    private const sbyte ClientMetrics = 16;
    private const sbyte Group = 32;

    protected override ValueTask<ListConfigResourcesResponse> HandleAsync(ListConfigResourcesRequest request, RequestContext context)
    {
        if (context.Version < FirstVersionWithTypes)
        {
            return ValueTask.FromResult(new ListConfigResourcesResponse());
        }

        var types = request.ResourceTypes is { Count: > 0 } asked
            ? asked.Distinct()
            : [(sbyte)ConfigResourceType.Topic, (sbyte)ConfigResourceType.Broker, (sbyte)ConfigResourceType.BrokerLogger, ClientMetrics, Group];
        var response = new ListConfigResourcesResponse();
        foreach (sbyte type in types)
        {
            if (NamesOf(type) is not { } names)
            {
                return ValueTask.FromResult(new ListConfigResourcesResponse { ErrorCode = ErrorCode.UnsupportedVersion });
            }

            response.ConfigResources.AddRange(
                names.Select(name => new ListConfigResourcesResponse.Resource { ResourceName = name, ResourceType = type }));
        }

        return ValueTask.FromResult(response);
    }

    // Null for a kind that nobody knows.
    private IEnumerable<string>? NamesOf(sbyte type)
    {
        var image = cluster.Image;
        return type switch
        {
            (sbyte)ConfigResourceType.Topic => image.Topics.ByName.Keys.Order(StringComparer.Ordinal),
            (sbyte)ConfigResourceType.Broker => image.Brokers.All.Select(broker => broker.Id.Value.ToString(CultureInfo.InvariantCulture)),
            (sbyte)ConfigResourceType.BrokerLogger or ClientMetrics or Group => [],
            _ => null,
        };
    }
}
