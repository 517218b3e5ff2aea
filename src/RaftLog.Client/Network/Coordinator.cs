using System.Net;
using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Network;

/// <summary>The broker that coordinates something: found, remembered, and looked for again when it turns out to be another one.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="type">What is coordinated.</param>
/// <param name="key">Its id.</param>
/// <param name="what">How it is named in messages, as in "group g".</param>
internal class Coordinator(ClusterClient cluster, CoordinatorType type, string key, string what)
{
    private volatile Location? _known;

    /// <summary>The id of what it coordinates.</summary>
    protected string Key => key;

    /// <summary>Sends a request to the coordinator, without a retry. A failure of the connection forgets where it is.</summary>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        TRequest request,
        ConnectionPurpose purpose,
        CancellationToken cancellationToken,
        TimeSpan? timeout = null,
        short highestVersion = short.MaxValue)
        where TRequest : IKafkaRequest<TRequest, TResponse>
        where TResponse : IKafkaResponse<TResponse>
    {
        Location location = _known ??= await FindAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await cluster
                .SendAsync<TRequest, TResponse>(cluster.Channel(location.EndPoint, purpose), request, cancellationToken, timeout, highestVersion)
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

    /// <summary>What the coordinator serves; looks for it if need be.</summary>
    public async Task<BrokerApiVersions> ApiVersionsAsync(CancellationToken cancellationToken)
    {
        Location location = _known ??= await FindAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Task<BrokerConnection> connection = cluster.Channel(location.EndPoint, ConnectionPurpose.General).GetAsync();
            return (await connection.WaitAsync(cancellationToken).ConfigureAwait(false)).ApiVersions;
        }
        catch (RaftLogException)
        {
            Forget();
            throw;
        }
    }

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

        throw Failure(error, $"{doing} of {what} failed with {error.KafkaName()}.{Advice(error)}");
    }

    public void Forget() => _known = null;

    /// <summary>What the user can do about an error, as a sentence behind a blank; empty when there is nothing to say.</summary>
    protected virtual string Advice(ErrorCode error) => "";

    /// <summary>The exception to throw for an error.</summary>
    protected virtual RaftLogException Failure(ErrorCode error, string message) => new(error, message);

    private async Task<Location> FindAsync(CancellationToken cancellationToken)
    {
        await cluster.Metadata.EnsureBrokersAsync(cancellationToken).ConfigureAwait(false);
        var request = new FindCoordinatorRequest { Key = key, KeyType = type };
        FindCoordinatorResponse response = await cluster
            .SendAsync<FindCoordinatorRequest, FindCoordinatorResponse>(cluster.AnyBroker(), ConnectionPurpose.General, request, cancellationToken)
            .ConfigureAwait(false);
        return response.ErrorCode == ErrorCode.None
            ? new Location(response.NodeId, new DnsEndPoint(response.Host, response.Port))
            : throw Failure(response.ErrorCode, $"The coordinator of {what} was not found: {response.ErrorCode.KafkaName()}.");
    }

    private sealed record Location(int BrokerId, DnsEndPoint EndPoint);
}
