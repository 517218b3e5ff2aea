using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>
/// The network between the brokers of a test: frames arrive after a while, in order on each lane, or not at all. Everything is decided by the
/// random source and the clock handed in, and delivered by <see cref="Deliver"/>, so that a seed repeats a run.
/// </summary>
internal sealed class InMemoryNetwork(ManualTime time, Random random)
{
    private readonly Dictionary<BrokerId, InMemoryPeerTransport> _transports = [];
    private readonly Dictionary<(BrokerId From, BrokerId To, PeerLane Lane), Queue<FlyingFrame>> _flying = [];
    private readonly HashSet<(BrokerId, BrokerId)> _cut = [];
    private BrokerId _corrupt = BrokerId.None;

    /// <summary>The share of frames that are lost.</summary>
    public double LossRate { get; set; }

    /// <summary>The longest a frame takes.</summary>
    public TimeSpan MaxLatency { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How much longer a frame takes on the bulk lane, as where much is ahead of it.</summary>
    public TimeSpan BulkDelay { get; set; }

    /// <summary>The bytes that are on their way on a lane between two brokers now.</summary>
    public long BytesUnderWay(BrokerId from, BrokerId to, PeerLane lane) =>
        _flying.TryGetValue((from, to, lane), out Queue<FlyingFrame>? queue) ? queue.Sum(frame => (long)frame.Body.Length) : 0;

    /// <summary>Frames that a receiver would not take.</summary>
    public int RefusedFrames { get; private set; }

    /// <summary>What frames carried so far, for tests that look at the traffic.</summary>
    public Dictionary<(PeerFrameKind Kind, PeerLane Lane), (int Frames, long Bytes)> Traffic { get; } = [];

    public InMemoryPeerTransport Join(BrokerId broker)
    {
        var transport = new InMemoryPeerTransport(this, broker);
        _transports[broker] = transport;
        return transport;
    }

    /// <summary>The broker is listening: connections to and from it come up.</summary>
    public void Started(InMemoryPeerTransport transport)
    {
        foreach (InMemoryPeerTransport other in Others(transport.Broker))
        {
            transport.Receiver!.Connected(other.Broker);
            other.Receiver!.Connected(transport.Broker);
        }
    }

    /// <summary>The broker's process is gone: what was on its way to or from it is lost, and the others see their connections break.</summary>
    public void Leave(BrokerId broker)
    {
        _transports.Remove(broker);
        Drop(link => link.From == broker || link.To == broker);
        foreach (InMemoryPeerTransport other in Others(broker))
        {
            other.Receiver!.Lost(broker);
        }
    }

    /// <summary>The connections between two brokers break, with what is on its way, and are there again at once.</summary>
    public void Break(BrokerId one, BrokerId other)
    {
        Drop(link => (link.From == one && link.To == other) || (link.From == other && link.To == one));
        _transports[one].Receiver!.Lost(other);
        _transports[other].Receiver!.Lost(one);
        _transports[one].Receiver!.Connected(other);
        _transports[other].Receiver!.Connected(one);
    }

    /// <summary>Cuts a broker off without anybody noticing: frames vanish, connections stay up.</summary>
    public void Isolate(BrokerId broker)
    {
        foreach (InMemoryPeerTransport other in Others(broker))
        {
            _cut.Add((broker, other.Broker));
            _cut.Add((other.Broker, broker));
        }
    }

    public void Heal() => _cut.Clear();

    /// <summary>Flips a bit in the entries of the next append to a broker, behind the checksum of the frame.</summary>
    public void CorruptNextAppendTo(BrokerId broker) => _corrupt = broker;

    public bool IsConnected(BrokerId from, BrokerId to) => _transports.ContainsKey(from) && _transports.TryGetValue(to, out InMemoryPeerTransport? other) && other.Receiver is not null;

    public bool Send(BrokerId from, BrokerId to, PeerLane lane, PeerFrame frame)
    {
        if (!IsConnected(from, to))
        {
            frame.Release();
            return false;
        }

        (int frames, long bytes) = Traffic.GetValueOrDefault((frame.Kind, lane));
        Traffic[(frame.Kind, lane)] = (frames + 1, bytes + frame.TotalBytes);
        bool isLost = _cut.Contains((from, to)) || random.NextDouble() < LossRate;
        if (!isLost)
        {
            if (!_flying.TryGetValue((from, to, lane), out Queue<FlyingFrame>? queue))
            {
                queue = new Queue<FlyingFrame>();
                _flying.Add((from, to, lane), queue);
            }

            long delay = random.NextInt64(MaxLatency.Ticks + 1) + (lane == PeerLane.Bulk ? BulkDelay.Ticks : 0);
            queue.Enqueue(FlyingFrame.Of(frame, time.GetTimestamp() + delay));
        }

        frame.Release();
        return true;
    }

    /// <summary>Delivers what has arrived by now; true when there was anything.</summary>
    public bool Deliver()
    {
        bool any = false;
        foreach (((BrokerId from, BrokerId to, _), Queue<FlyingFrame> queue) in _flying.ToArray())
        {
            while (queue.TryPeek(out FlyingFrame? frame) && frame.ArrivesAt <= time.GetTimestamp())
            {
                queue.Dequeue();
                if (_transports.TryGetValue(to, out InMemoryPeerTransport? transport) && transport.Receiver is { } receiver)
                {
                    any = true;
                    Hand(frame, from, to, receiver);
                }
            }
        }

        return any;
    }

    // A refused frame ends a connection; here another one is there at once, and both ends hear of it.
    private void Hand(FlyingFrame frame, BrokerId from, BrokerId to, IPeerReceiver receiver)
    {
        if (_corrupt == to && frame.Body.Length > frame.ControlBytes)
        {
            frame.Body[^5] ^= 0x04;
            _corrupt = BrokerId.None;
        }

        try
        {
            receiver.Received(from, frame.Kind, frame.ToBuffer(), frame.ControlBytes);
            receiver.AllReceived();
        }
        catch (PeerProtocolException)
        {
            RefusedFrames++;
            receiver.Lost(from);
            _transports[from].Receiver!.Lost(to);
        }
    }

    private IEnumerable<InMemoryPeerTransport> Others(BrokerId broker) =>
        _transports.Values.Where(other => other.Broker != broker && other.Receiver is not null);

    private void Drop(Func<(BrokerId From, BrokerId To, PeerLane Lane), bool> which)
    {
        foreach ((BrokerId, BrokerId, PeerLane) link in _flying.Keys.Where(which).ToArray())
        {
            _flying.Remove(link);
        }
    }

    private sealed record FlyingFrame(PeerFrameKind Kind, byte[] Body, int ControlBytes, long ArrivesAt)
    {
        public static FlyingFrame Of(PeerFrame frame, long arrivesAt)
        {
            byte[] bytes = Frames.Bytes(frame);
            return new FlyingFrame(frame.Kind, bytes[PeerFrame.HeaderSize..], frame.Head.Length - PeerFrame.HeaderSize, arrivesAt);
        }

        public PooledBuffer ToBuffer()
        {
            PooledBuffer buffer = PooledBuffer.Rent(Body.Length);
            Body.CopyTo(buffer.Span);
            return buffer;
        }
    }
}
