using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>Hears what a <see cref="IPeerTransport"/> brings. Called on its threads, for one connection one call at a time; must not block.</summary>
public interface IPeerReceiver
{
    /// <summary>
    /// A frame arrived. Takes over one reference to <paramref name="frame"/>.
    /// </summary>
    /// <param name="from">The broker that sent it, as established by the handshake.</param>
    /// <param name="kind">What the frame carries.</param>
    /// <param name="frame">The control bytes, whose checksum was verified, followed by the payload, whose was not.</param>
    /// <param name="controlBytes">How many of the bytes are control bytes.</param>
    /// <exception cref="PeerProtocolException">The frame makes no sense or its payload is damaged: the connection must be dropped.</exception>
    void Received(BrokerId from, PeerFrameKind kind, PooledBuffer frame, int controlBytes);

    /// <summary>
    /// The connection has no further frame at hand: what came by it is to be worked on now. Frames that arrived together are so written and acknowledged
    /// together. Follows every frame sooner or later, and always before the connection is waited for.
    /// </summary>
    void AllReceived();

    /// <summary>Frames to this broker are taken from now on.</summary>
    void Connected(BrokerId peer);

    /// <summary>The connection to or from this broker was reset, refused or closed: most likely its process is gone.</summary>
    void Lost(BrokerId peer);
}
