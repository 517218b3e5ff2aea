using System.IO.Pipelines;
using RaftLog.Model;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Network;

/// <summary>One connection between a client and a broker: two pipes in memory that break with the broker's process, or by a fault.</summary>
internal sealed class ClientLink
{
    // A continuation runs in the process that awaited it, whoever caused it.
    private static readonly PipeOptions ToServer = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: true);

    private static readonly PipeOptions ToClient = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: true);

    private readonly SimulatedWorld _world;
    private readonly Func<ClientFaults?> _faults;
    private readonly Pipe _toServer = new(ToServer);
    private readonly Pipe _toClient = new(ToClient);
    private bool _isCut;
    private bool _isBroken;

    public ClientLink(SimulatedWorld world, BrokerId broker, Func<ClientFaults?> faults)
    {
        _world = world;
        _faults = faults;
        Broker = broker;
        ClientOutput = new SocketWriter(_toServer.Writer, ArrivingOf, static () => { }, () => _isBroken);
        Server = new ServerEnd(_toServer.Reader, new SocketWriter(_toClient.Writer, static count => count, Answered, () => _isBroken));
    }

    public BrokerId Broker { get; }

    public IDuplexPipe Server { get; }

    public PipeReader ClientInput => _toClient.Reader;

    public PipeWriter ClientOutput { get; }

    /// <summary>The broker's process is gone, and the operating system closes what it had open.</summary>
    public void ServerDied()
    {
        _toClient.Writer.Complete(new IOException("The connection was reset."));
        _toServer.Reader.Complete();
    }

    /// <summary>Breaks in the middle: both ends learn of it.</summary>
    public void Break()
    {
        _isBroken = true;
        _toClient.Writer.Complete(new IOException("The connection was reset."));
        _toServer.Writer.Complete(_world.Chance(0.5) ? new IOException("The connection was reset.") : null);
    }

    private int ArrivingOf(int count)
    {
        // What follows lost bytes in a stream never arrives.
        if (_isCut)
        {
            return 0;
        }

        if (_faults() is not { RequestShare: { } share } faults)
        {
            return count;
        }

        faults.RequestShare = null;
        _isCut = true;
        _world.Trace.Note(_world.Now, "the connection of a client to broker {0} breaks in a request", Broker.Value);
        _world.At(_world.Milliseconds(0, 3), _world.Outside, Break);
        return (int)(count * share);
    }

    private void Answered()
    {
        if (_faults() is { Answered: { } happens } faults)
        {
            faults.Answered = null;

            // The client takes the response in this very step.
            _world.At(TimeSpan.Zero, _world.Outside, happens);
        }
    }

    private sealed record ServerEnd(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
