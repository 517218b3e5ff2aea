using RaftLog.Consensus;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>
/// What one turn of a shard sends: a frame for each peer and lane, with the messages of all groups in it, or several when they get large.
/// Owned by the shard.
/// </summary>
internal sealed class OutgoingFrames(IPeerTransport transport, ReplicationMetrics metrics) : IDisposable
{
    // Beyond these a frame is sent and the next one begun: the receiver holds a whole frame in one buffer, and checks it before it goes on.
    private const int MaxPayloadBytes = 1 << 20;
    private const int MaxPayloadSlices = 96;
    private const int MaxControlBytes = 256 << 10;

    private readonly Dictionary<(BrokerId To, PeerLane Lane), OpenFrame> _frames = [];

    /// <summary>The followers whose appends were dropped this turn; their leaders must know, or they would wait for an answer.</summary>
    public List<(RaftGroup Group, BrokerId To)> Dropped { get; } = [];

    /// <summary>An empty list to read entries into, which <see cref="Add"/> empties again.</summary>
    public LogSlices Scratch { get; } = new();

    /// <summary>Adds a message; <paramref name="entries"/> are its log frames, whose references are taken over.</summary>
    public void Add(RaftGroup group, PeerLane lane, in RaftMessage message, LogSlices? entries = null, ByteBudget? budget = null)
    {
        if (!_frames.TryGetValue((message.To.Broker, lane), out OpenFrame? frame))
        {
            frame = new OpenFrame();
            _frames.Add((message.To.Broker, lane), frame);
        }

        int payloadBytes = checked((int)(entries?.TotalBytes ?? 0));
        RaftMessageCodec.Write(frame.Control.GetSpan(RaftMessageCodec.Size), group.Id, message, payloadBytes);
        frame.Control.Advance(RaftMessageCodec.Size);
        if (entries is not null)
        {
            entries.MoveTo(frame.Payload);
            frame.Appends.Add(group);
        }

        // A frame that was read for a follower far behind goes by itself, so that its bytes return to the budget when they are sent.
        if (budget is not null
            || frame.Payload.TotalBytes >= MaxPayloadBytes
            || frame.Payload.Count >= MaxPayloadSlices
            || frame.Control.WrittenCount >= MaxControlBytes)
        {
            Send(message.To.Broker, lane, frame, budget);
        }
    }

    /// <summary>Sends what is left.</summary>
    public void Flush()
    {
        foreach (((BrokerId to, PeerLane lane), OpenFrame frame) in _frames)
        {
            if (frame.Control.WrittenCount > PeerFrame.HeaderSize)
            {
                Send(to, lane, frame, budget: null);
            }
        }
    }

    public void Dispose()
    {
        Scratch.Dispose();
        foreach (OpenFrame frame in _frames.Values)
        {
            frame.Dispose();
        }
    }

    private void Send(BrokerId to, PeerLane lane, OpenFrame open, ByteBudget? budget)
    {
        var frame = PeerFrame.Begin(PeerFrameKind.Raft, open.Control.Detach());
        if (budget is not null)
        {
            frame.ReturnWhenReleased(budget, ReadFramesJob.BudgetBytes);
        }

        open.Payload.MoveTo(frame.Payload);
        open.Begin();
        frame.Seal();
        long bytes = frame.TotalBytes;
        if (transport.Send(to, lane, frame))
        {
            metrics.FrameSent(lane, bytes);
        }
        else
        {
            metrics.FrameDropped(lane);
            foreach (RaftGroup group in open.Appends)
            {
                Dropped.Add((group, to));
            }
        }

        open.Appends.Clear();
    }

    private sealed class OpenFrame : IDisposable
    {
        public OpenFrame() => Begin();

        public PooledBufferWriter Control { get; } = new(initialCapacity: 1024);

        public LogSlices Payload { get; } = new();

        public List<RaftGroup> Appends { get; } = [];

        public void Begin()
        {
            Control.GetSpan(PeerFrame.HeaderSize);
            Control.Advance(PeerFrame.HeaderSize);
        }

        public void Dispose()
        {
            Control.Dispose();
            Payload.Dispose();
        }
    }
}
