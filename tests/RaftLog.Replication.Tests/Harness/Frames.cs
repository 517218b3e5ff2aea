using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>Frames with made-up contents.</summary>
internal static class Frames
{
    public static PeerFrame Of(ReadOnlySpan<byte> control, params byte[][] payload)
    {
        PooledBuffer head = PooledBuffer.Rent(PeerFrame.HeaderSize + control.Length);
        control.CopyTo(head.Span[PeerFrame.HeaderSize..]);
        var frame = PeerFrame.Begin(PeerFrameKind.RpcRequest, head);
        foreach (byte[] piece in payload)
        {
            PooledBuffer buffer = PooledBuffer.Rent(piece.Length);
            piece.CopyTo(buffer.Span);
            frame.Payload.Add(buffer, 0, piece.Length);
        }

        frame.Seal();
        return frame;
    }

    /// <summary>The bytes of a frame as they go over the wire.</summary>
    public static byte[] Bytes(PeerFrame frame)
    {
        var bytes = new byte[frame.TotalBytes];
        frame.Head.CopyTo(bytes);
        frame.Payload.CopyTo(bytes.AsSpan(frame.Head.Length));
        return bytes;
    }
}
