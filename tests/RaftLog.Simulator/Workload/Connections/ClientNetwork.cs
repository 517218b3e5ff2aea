using System.IO.Pipelines;
using RaftLog.Model;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload.Connections;

/// <summary>The connections between clients and brokers: pipes in memory that break when the broker dies.</summary>
internal sealed class ClientNetwork(SimulatedCluster cluster)
{
    // A continuation runs in the process that awaited it, whoever caused it.
    private static readonly PipeOptions ToServer = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: true);

    private static readonly PipeOptions ToClient = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: true);

    private readonly List<(BrokerId Broker, Pipe ToServer, Pipe ToClient)> _open = [];
    private int _connections;

    /// <summary>Connects to a broker; null when it refuses.</summary>
    public ClientConnection? Connect(SimulatedBroker broker)
    {
        if (!broker.IsUp)
        {
            return null;
        }

        var toServer = new Pipe(ToServer);
        var toClient = new Pipe(ToClient);
        _open.Add((broker.Id, toServer, toClient));
        broker.Serve(new DuplexPipe(toServer.Reader, toClient.Writer));
        var connection = new ClientConnection(
            cluster.World, ++_connections, toClient.Reader, toServer.Writer, () => _open.RemoveAll(open => open.ToServer == toServer));
        _ = connection.ReceiveAsync();
        return connection;
    }

    /// <summary>The process is gone, and the operating system closes what it had open.</summary>
    public void BrokerDied(BrokerId broker)
    {
        var dead = _open.Where(open => open.Broker == broker).ToList();
        _open.RemoveAll(open => open.Broker == broker);
        cluster.World.Outside.Run(() => dead.ForEach(open =>
        {
            open.ToClient.Writer.Complete(new IOException("The connection was reset."));
            open.ToServer.Reader.Complete();
        }));
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
