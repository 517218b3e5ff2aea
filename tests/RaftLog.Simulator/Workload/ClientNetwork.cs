using System.IO.Pipelines;
using RaftLog.Model;
using RaftLog.Simulator.Cluster;

namespace RaftLog.Simulator.Workload;

/// <summary>The connections between clients and brokers: pipes in memory that break when the broker dies.</summary>
internal sealed class ClientNetwork(SimulatedCluster cluster)
{
    // A continuation runs in the process that awaited it, whoever caused it.
    private static readonly PipeOptions Options =
        new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: true);

    private readonly List<(BrokerId Broker, Pipe ToServer, Pipe ToClient)> _open = [];

    /// <summary>Connects to a broker; null when it refuses.</summary>
    public ClientConnection? Connect(SimulatedBroker broker)
    {
        if (!broker.IsUp)
        {
            return null;
        }

        var toServer = new Pipe(Options);
        var toClient = new Pipe(Options);
        _open.Add((broker.Id, toServer, toClient));
        broker.Serve(new DuplexPipe(toServer.Reader, toClient.Writer));
        return new ClientConnection(cluster.World, toClient.Reader, toServer.Writer, () => _open.RemoveAll(open => open.ToServer == toServer));
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
