using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Network;

/// <summary>
/// The network between brokers. Connections behave like TCP: per lane, frames arrive in order or the connection breaks and what was in
/// flight is lost. A cut link stalls without breaking. New connections come up by themselves.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedWorld world)
{
    private const int QueuedFrames = 2_000;

    private readonly SortedDictionary<int, SimulatedPeerTransport> _transports = [];
    private readonly Dictionary<(BrokerId From, BrokerId To), SimulatedLink> _links = [];

    /// <summary>The longest a frame usually takes.</summary>
    public TimeSpan MaxLatency { get; set; } = TimeSpan.FromMilliseconds(2);

    public void Join(SimulatedPeerTransport transport)
    {
        _transports[transport.Broker.Value] = transport;
        foreach (var other in Others(transport.Broker))
        {
            ConnectSoon(Link(transport.Broker, other.Broker));
            ConnectSoon(Link(other.Broker, transport.Broker));
        }
    }

    /// <summary>A process is gone. Unless its machine lost power, the others see their connections break.</summary>
    public void Leave(BrokerId broker, bool isNoticed)
    {
        _transports.Remove(broker.Value);
        foreach (var other in Others(broker).ToArray())
        {
            Reset(broker, other.Broker, isNoticed, reconnects: false);
        }
    }

    public void Cut(BrokerId from, BrokerId to) => Link(from, to).IsCut = true;

    public void Heal()
    {
        foreach (var link in _links.Values.Where(link => link.IsCut).ToArray())
        {
            link.IsCut = false;
            foreach (var lane in link.Lanes.Keys)
            {
                DeliverSoon(link, lane, TimeSpan.Zero);
            }

            ConnectSoon(link);
        }
    }

    /// <summary>Breaks the connections between two brokers; frames in flight are lost, and both ends learn of it.</summary>
    public void Reset(BrokerId one, BrokerId other, bool isNoticed = true, bool reconnects = true)
    {
        foreach (var link in new[] { Link(one, other), Link(other, one) })
        {
            link.Clear();
            link.Connection++;
            bool wasUp = link.IsUp;
            link.IsUp = false;
            if (wasUp && isNoticed && _transports.TryGetValue(link.From.Value, out var end))
            {
                world.At(world.Milliseconds(0.1, 20), end.Process, () => end.Receiver!.Lost(link.To));
            }

            if (reconnects)
            {
                ConnectSoon(link);
            }
        }
    }

    public bool IsConnected(SimulatedPeerTransport from, BrokerId to) => IsPresent(from) && Link(from.Broker, to).IsUp;

    public bool Send(SimulatedPeerTransport from, BrokerId to, PeerLane lane, PeerFrame frame)
    {
        var link = Link(from.Broker, to);
        var queue = link.Lanes[lane];
        bool isTaken = IsPresent(from) && link.IsUp && queue.Count < QueuedFrames;
        if (isTaken)
        {
            var latency = world.Milliseconds(0.05, MaxLatency.TotalMilliseconds);
            queue.Enqueue(FlyingFrame.Of(frame, world.Now + latency));
            DeliverSoon(link, lane, latency);
        }

        frame.Release();
        return isTaken;
    }

    private bool IsPresent(SimulatedPeerTransport transport) => _transports.GetValueOrDefault(transport.Broker.Value) == transport;

    private void DeliverSoon(SimulatedLink link, PeerLane lane, TimeSpan after)
    {
        int connection = link.Connection;
        world.At(after, world.Outside, () => Deliver(link, lane, connection));
    }

    private void Deliver(SimulatedLink link, PeerLane lane, int connection)
    {
        var queue = link.Lanes[lane];
        while (!link.IsCut && link.Connection == connection && queue.TryPeek(out var frame) && frame.ArrivesAt <= world.Now)
        {
            queue.Dequeue();
            if (_transports.TryGetValue(link.To.Value, out var transport))
            {
                world.Trace.NoteDetail(world.Now, "frame from broker {0} to {1}, crc {2:x}", link.From.Value, link.To.Value, Crc32C.Compute(frame.Body));
                transport.Process.Run(() => Hand(frame, link, transport));
            }
        }

        // What is drawn later may arrive earlier; order holds, so the first in the queue decides.
        if (!link.IsCut && link.Connection == connection && queue.TryPeek(out var waiting))
        {
            DeliverSoon(link, lane, waiting.ArrivesAt - world.Now);
        }
    }

    private void Hand(FlyingFrame frame, SimulatedLink link, SimulatedPeerTransport transport)
    {
        try
        {
            transport.Receiver!.Received(link.From, frame.Kind, frame.ToBuffer(), frame.ControlBytes);
        }
        catch (PeerProtocolException refused)
        {
            world.Fail($"Broker {transport.Broker} refuses a frame that nothing has damaged: {refused.Message}");
        }
    }

    private void ConnectSoon(SimulatedLink link)
    {
        int connection = link.Connection;
        world.At(world.Milliseconds(5, 100), world.Outside, () =>
        {
            if (link.IsUp || link.IsCut || link.Connection != connection
                || !_transports.TryGetValue(link.From.Value, out var from) || !_transports.ContainsKey(link.To.Value))
            {
                return;
            }

            link.IsUp = true;
            world.Trace.Note(world.Now, "broker {0} is connected to {1}", link.From.Value, link.To.Value);
            from.Process.Run(() => from.Receiver!.Connected(link.To));
        });
    }

    private SimulatedLink Link(BrokerId from, BrokerId to)
    {
        if (!_links.TryGetValue((from, to), out var link))
        {
            link = new SimulatedLink(from, to);
            _links.Add((from, to), link);
        }

        return link;
    }

    private IEnumerable<SimulatedPeerTransport> Others(BrokerId broker) => _transports.Values.Where(other => other.Broker != broker);
}
