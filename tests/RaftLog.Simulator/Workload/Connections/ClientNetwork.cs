using RaftLog.Model;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Network;

namespace RaftLog.Simulator.Workload.Connections;

/// <summary>The connections between clients and brokers, and what befalls them.</summary>
internal sealed class ClientNetwork(SimulatedCluster cluster)
{
    private readonly List<ClientLink> _open = [];
    private int _connections;

    /// <summary>What will happen to the next exchange with one of the brokers; null when nothing.</summary>
    public ClientFaults? Faults { get; set; }

    /// <summary>Connects to a broker; null when it refuses.</summary>
    public ClientConnection? Connect(SimulatedBroker broker)
    {
        if (!broker.IsUp)
        {
            return null;
        }

        var link = new ClientLink(cluster.World, broker.Id, () => Faults?.Broker == broker.Id ? Faults : null);
        _open.Add(link);
        broker.Serve(link.Server);
        var connection = new ClientConnection(cluster.World, ++_connections, link.ClientInput, link.ClientOutput, () => _open.Remove(link));
        _ = connection.ReceiveAsync();
        return connection;
    }

    /// <summary>The process is gone, and the operating system closes what it had open.</summary>
    public void BrokerDied(BrokerId broker) => End(broker, static link => link.ServerDied());

    /// <summary>Breaks the connections of all clients to a broker.</summary>
    public void Break(BrokerId broker) => End(broker, static link => link.Break());

    private void End(BrokerId broker, Action<ClientLink> how)
    {
        var ending = _open.Where(link => link.Broker == broker).ToList();
        _open.RemoveAll(link => link.Broker == broker);
        cluster.World.Outside.Run(() => ending.ForEach(how));
    }
}
