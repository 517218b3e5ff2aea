using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>DescribeCluster: id, controller and brokers.</summary>
internal sealed class DescribeClusterHandler(ClusterView cluster) : ReplyHandler<DescribeClusterRequest, DescribeClusterResponse>(0, 2)
{
    private const sbyte BrokerEndpoints = 1;

    protected override ValueTask<DescribeClusterResponse> HandleAsync(DescribeClusterRequest request, RequestContext context)
    {
        if (request.EndpointType != BrokerEndpoints)
        {
            return ValueTask.FromResult(new DescribeClusterResponse
            {
                ErrorCode = ErrorCode.MismatchedEndpointType,
                ErrorMessage = "This is a broker's listener; it knows no endpoints of controllers.",
                EndpointType = BrokerEndpoints,
            });
        }

        var image = cluster.Image;
        return ValueTask.FromResult(new DescribeClusterResponse
        {
            ClusterId = image.ClusterId,
            ControllerId = cluster.Controller(image).Value,
            Brokers =
            [
                .. (request.IncludeFencedBrokers ? image.Brokers.All : ClusterView.ReachableBrokers(image)).Select(broker => new DescribeClusterResponse.Broker
                {
                    BrokerId = broker.Id.Value,
                    Host = broker.Kafka.Host,
                    Port = broker.Kafka.Port,
                    Rack = broker.Rack,
                    IsFenced = broker.IsFenced,
                }),
            ],
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : AuthorizedOperations.NotAsked,
        });
    }
}
