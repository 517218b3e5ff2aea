using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Network;

/// <summary>
/// The network between brokers. Connections behave like TCP: per lane, frames arrive in order or the connection breaks and what was in
/// flight is lost, or arrives late, when the next connection is up already. New connections come up by themselves.
/// </summary>
internal sealed class SimulatedNetwork(SimulatedWorld world)
{
    private readonly SortedDictionary<int, SimulatedPeerTransport> _transports = [];
    private readonly Dictionary<(BrokerId From, BrokerId To), SimulatedLink> _links = [];

    /// <summary>When the last frame of one broker arrived at another.</summary>
    public TimeSpan HeardAt(BrokerId from, BrokerId to) => _links.TryGetValue((from, to), out var link) ? link.LastArrival : TimeSpan.Zero;

    public void Join(SimulatedPeerTransport transport)
    {
        _transports[transport.Broker.Value] = transport;
        foreach (var other in Others(transport.Broker))
        {
            ConnectSoon(Link(transport.Broker, other.Broker));
            ConnectSoon(Link(other.Broker, transport.Broker));
        }
    }

    /// <summary>A process is gone. Unless its machine lost power, the others see their connections break, perhaps after what it had sent.</summary>
    public void Leave(BrokerId broker, bool isNoticed)
    {
        _transports.Remove(broker.Value);
        foreach (var other in Others(broker).ToArray())
        {
            var late = isNoticed && world.Chance(0.5) ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero;
            Reset(broker, other.Broker, isNoticed, reconnects: false, late);
        }
    }

    /// <summary>Lets a trouble befall one direction between two brokers, until <see cref="Heal"/>.</summary>
    public void Trouble(BrokerId from, BrokerId to, LinkTrouble trouble) => Link(from, to).Add(trouble);

    /// <summary>Ends a trouble wherever it is.</summary>
    public void Heal(LinkTrouble trouble)
    {
        foreach (var link in _links.Values.Where(link => link.Remove(trouble) && trouble.IsCut && !link.State.IsCut).ToArray())
        {
            foreach (var lane in link.Lanes.Keys)
            {
                DeliverSoon(link, lane, TimeSpan.Zero);
            }

            ConnectSoon(link);
        }
    }

    /// <summary>Breaks the connections between two brokers, and both ends learn of it.</summary>
    /// <param name="one">A broker.</param>
    /// <param name="other">Another.</param>
    /// <param name="isNoticed">Whether the ends learn of it.</param>
    /// <param name="reconnects">Whether the ends dial anew.</param>
    /// <param name="late">Frames in flight arrive within this time after all, however new the connection is by then; zero to lose them.</param>
    public void Reset(BrokerId one, BrokerId other, bool isNoticed = true, bool reconnects = true, TimeSpan late = default)
    {
        foreach (var link in new[] { Link(one, other), Link(other, one) })
        {
            if (late > TimeSpan.Zero && !link.State.IsCut)
            {
                DeliverLate(link, late);
            }

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
        var state = link.State;
        var queue = link.Lanes[lane];
        bool isTaken = IsPresent(from) && link.IsUp && queue.Count < state.QueuedFrames && !Happens(state.DropRate);
        if (isTaken)
        {
            var arrival = queue.ArrivalOf(world.Now, world.Milliseconds(0.05, state.MaxLatency.TotalMilliseconds), state.FrameInterval);
            queue.Add(FlyingFrame.Of(frame, arrival));
            DeliverSoon(link, lane, arrival - world.Now);
            if (Happens(state.BreakRate))
            {
                int connection = link.Connection;
                world.At(world.Milliseconds(0, 5), world.Outside, () => BreakUnlessNewer(link, connection));
            }
        }

        frame.Release();
        return isTaken;
    }

    private void BreakUnlessNewer(SimulatedLink link, int connection)
    {
        if (link.Connection == connection)
        {
            Reset(link.From, link.To);
        }
    }

    // Draws nothing when it cannot happen.
    private bool Happens(double rate) => rate > 0 && world.Chance(rate);

    private bool IsPresent(SimulatedPeerTransport transport) => _transports.GetValueOrDefault(transport.Broker.Value) == transport;

    private void DeliverSoon(SimulatedLink link, PeerLane lane, TimeSpan after)
    {
        int connection = link.Connection;
        world.At(after, world.Outside, () => Deliver(link, lane, connection));
    }

    private void Deliver(SimulatedLink link, PeerLane lane, int connection)
    {
        var queue = link.Lanes[lane];
        while (!link.State.IsCut && link.Connection == connection && queue.TryTake(world.Now, out var frame))
        {
            if (_transports.TryGetValue(link.To.Value, out var transport))
            {
                Hand(frame, link, transport);
                if (frame.MayRepeat && Happens(link.State.RepeatRate))
                {
                    HandAgain(frame, link, transport, world.Milliseconds(0.1, 3_000));
                }
            }
        }

        if (!link.State.IsCut && link.Connection == connection && queue.NextArrival is { } next)
        {
            DeliverSoon(link, lane, next - world.Now);
        }
    }

    // What an old connection still brings, each of its lanes in order.
    private void DeliverLate(SimulatedLink link, TimeSpan within)
    {
        if (!_transports.TryGetValue(link.To.Value, out var transport))
        {
            return;
        }

        foreach (var lane in link.Lanes.Values)
        {
            var after = TimeSpan.Zero;
            foreach (var frame in lane.TakeAll())
            {
                after += world.Between(TimeSpan.Zero, (within - after) / 4);
                HandAgain(frame, link, transport, after);
            }
        }
    }

    private void HandAgain(FlyingFrame frame, SimulatedLink link, SimulatedPeerTransport transport, TimeSpan after) =>
        world.At(after, world.Outside, () =>
        {
            if (IsPresent(transport))
            {
                Hand(frame, link, transport);
            }
        });

    private void Hand(FlyingFrame frame, SimulatedLink link, SimulatedPeerTransport transport)
    {
        link.LastArrival = world.Now;
        world.Trace.NoteDetail(world.Now, "frame from broker {0} to {1}, crc {2:x}", link.From.Value, link.To.Value, Crc32C.Compute(frame.Body));
        transport.Process.Run(() =>
        {
            try
            {
                transport.Receiver!.Received(link.From, frame.Kind, frame.ToBuffer(), frame.ControlBytes);
                transport.Receiver.AllReceived();
            }
            catch (PeerProtocolException refused)
            {
                world.Fail($"Broker {transport.Broker} refuses a frame that nothing has damaged: {refused.Message}");
            }
        });
    }

    private void ConnectSoon(SimulatedLink link)
    {
        int connection = link.Connection;
        world.At(world.Milliseconds(5, 100), world.Outside, () =>
        {
            if (link.IsUp || link.State.IsCut || link.Connection != connection
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
