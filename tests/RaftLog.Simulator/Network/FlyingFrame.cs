using RaftLog.Model;
using RaftLog.Replication;

namespace RaftLog.Simulator.Network;

/// <summary>A copy of a frame between two brokers.</summary>
internal sealed record FlyingFrame(PeerFrameKind Kind, byte[] Body, int ControlBytes, TimeSpan ArrivesAt)
{
    /// <summary>Whether it does no harm to arrive twice. TCP repeats nothing, and a call between brokers relies on that.</summary>
    public bool MayRepeat => Kind is not (PeerFrameKind.RpcRequest or PeerFrameKind.RpcReply);

    public static FlyingFrame Of(PeerFrame frame, TimeSpan arrivesAt)
    {
        byte[] body = new byte[frame.TotalBytes - PeerFrame.HeaderSize];
        frame.Head[PeerFrame.HeaderSize..].CopyTo(body);
        frame.Payload.CopyTo(body.AsSpan(frame.Head.Length - PeerFrame.HeaderSize));
        return new FlyingFrame(frame.Kind, body, frame.Head.Length - PeerFrame.HeaderSize, arrivesAt);
    }

    public PooledBuffer ToBuffer()
    {
        var buffer = PooledBuffer.Rent(Body.Length);
        Body.CopyTo(buffer.Span);
        return buffer;
    }
}
