using RaftLog.Protocol;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload;

/// <summary>Finds a broker that answers: stays with the last one, goes to another after a failure.</summary>
internal sealed class SimulatedClient(SimulatedCluster cluster)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private ClientConnection? _connection;

    /// <summary>Calls whichever broker it is connected to; null when there is no answer.</summary>
    public async Task<TResponse?> CallAsync<TResponse>(IKafkaRequest<TResponse> request, short version)
        where TResponse : class, IKafkaResponse<TResponse>
    {
        if (_connection is not { IsOpen: true })
        {
            _connection = cluster.Clients.Connect(cluster.AnyBroker());
        }

        return _connection is null ? null : await _connection.CallAsync(request, version, Timeout);
    }

    /// <summary>That was the wrong broker, or it has troubles: the next call goes to one drawn anew.</summary>
    public async Task LookElsewhereAsync()
    {
        _connection?.Close();
        await PauseAsync(5, 60);
    }

    public Task PauseAsync(double leastMs, double mostMs) =>
        Task.Delay(cluster.World.Milliseconds(leastMs, mostMs), cluster.World.Outside.Time);
}
