using System.Net;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>The broker that coordinates a group: found, remembered, and looked for again when it turns out to be another one.</summary>
internal sealed class GroupCoordinator(ClusterClient cluster, string groupId)
{
    private volatile Location? _known;

    public string GroupId => groupId;

    /// <summary>Sends a request to the coordinator, without a retry. A failure of the connection forgets where it is.</summary>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        TRequest request, ConnectionPurpose purpose, CancellationToken cancellationToken, TimeSpan? timeout = null)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaResponse<TResponse>
    {
        Location location = _known ??= await FindAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await cluster
                .SendAsync<TRequest, TResponse>(cluster.Channel(location.EndPoint, purpose), request, cancellationToken, timeout)
                .ConfigureAwait(false);
        }
        catch (RaftLogException exception) when (exception.IsRetriable)
        {
            Forget();
            throw;
        }
    }

    /// <summary>The number of the broker that coordinates; looks for it if need be.</summary>
    public async Task<int> BrokerIdAsync(CancellationToken cancellationToken) =>
        (_known ??= await FindAsync(cancellationToken).ConfigureAwait(false)).BrokerId;

    /// <summary>Throws for an error of the coordinator; forgets where it is if the error says that it is elsewhere.</summary>
    public void Check(ErrorCode error, string doing)
    {
        if (error == ErrorCode.None)
        {
            return;
        }

        if (error is ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable)
        {
            Forget();
        }

        throw new RaftLogException(error, $"{doing} of group {groupId} failed with {error.KafkaName()}.{Advice(error)}");
    }

    public void Forget() => _known = null;

    private async Task<Location> FindAsync(CancellationToken cancellationToken)
    {
        await cluster.Metadata.EnsureBrokersAsync(cancellationToken).ConfigureAwait(false);
        var request = new FindCoordinatorRequest { Key = groupId, KeyType = CoordinatorType.Group };
        FindCoordinatorResponse response = await cluster
            .SendAsync<FindCoordinatorRequest, FindCoordinatorResponse>(cluster.AnyBroker(), ConnectionPurpose.General, request, cancellationToken)
            .ConfigureAwait(false);
        return response.ErrorCode == ErrorCode.None
            ? new Location(response.NodeId, new DnsEndPoint(response.Host, response.Port))
            : throw new RaftLogException(
                response.ErrorCode, $"The coordinator of group {groupId} was not found: {response.ErrorCode.KafkaName()}.");
    }

    private static string Advice(ErrorCode error) => error switch
    {
        ErrorCode.InconsistentGroupProtocol => " Its members share no way of dividing partitions: give all the same PartitionAssignment.",
        ErrorCode.FencedInstanceId => " Another member with the same GroupInstanceId took over: give each its own.",
        ErrorCode.InvalidSessionTimeout => " The broker does not accept SessionTimeout: choose one within its bounds, usually 6 s to 30 min.",
        ErrorCode.GroupAuthorizationFailed => " This client may not use the group.",
        _ => "",
    };

    private sealed record Location(int BrokerId, DnsEndPoint EndPoint);
}
