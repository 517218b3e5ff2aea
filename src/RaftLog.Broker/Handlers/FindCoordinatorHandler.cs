using RaftLog.Broker.Network;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>FindCoordinator: for every group and every transactional id it is the controller's broker.</summary>
internal sealed class FindCoordinatorHandler(ClusterView cluster) : ReplyHandler<FindCoordinatorRequest, FindCoordinatorResponse>(0, 6)
{
    private const short FirstVersionWithLists = 4;

    protected override ValueTask<FindCoordinatorResponse> HandleAsync(FindCoordinatorRequest request, RequestContext context)
    {
        if (context.Version >= FirstVersionWithLists)
        {
            return ValueTask.FromResult(new FindCoordinatorResponse
            {
                Coordinators = [.. request.CoordinatorKeys.Select(key => Find(request.KeyType, key))],
            });
        }

        var found = Find(request.KeyType, request.Key);
        return ValueTask.FromResult(new FindCoordinatorResponse
        {
            ErrorCode = found.ErrorCode,
            ErrorMessage = found.ErrorMessage,
            NodeId = found.NodeId,
            Host = found.Host,
            Port = found.Port,
        });
    }

    private FindCoordinatorResponse.Coordinator Find(CoordinatorType type, string key)
    {
        if (type is not (CoordinatorType.Group or CoordinatorType.Transaction))
        {
            return Nobody(key, ErrorCode.InvalidRequest, $"There are no coordinators of type {(sbyte)type}.");
        }

        if (type == CoordinatorType.Transaction && key.Length == 0)
        {
            return Nobody(key, ErrorCode.InvalidRequest, "A transactional id is not empty.");
        }

        var image = cluster.Image;
        return image.Brokers.TryGet(cluster.Controller(image), out var broker)
            ? new FindCoordinatorResponse.Coordinator
            {
                Key = key,
                ErrorMessage = null,
                NodeId = broker.Id.Value,
                Host = broker.Kafka.Host,
                Port = broker.Kafka.Port,
            }
            : Nobody(key, ErrorCode.CoordinatorNotAvailable, "The cluster has no controller at the moment.");
    }

    private static FindCoordinatorResponse.Coordinator Nobody(string key, ErrorCode error, string message) => new()
    {
        Key = key,
        ErrorCode = error,
        ErrorMessage = message,
        NodeId = -1,
        Host = "",
        Port = -1,
    };
}
