using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>
/// Carries frames to the other brokers. One of the four seams: a simulation swaps it. A frame may be lost, but never arrives damaged; frames
/// of one lane between the same two brokers arrive in the order sent. Thread-safe.
/// </summary>
public interface IPeerTransport
{
    /// <summary>Begins to listen and to connect. Called once, before any <see cref="Send"/>.</summary>
    /// <param name="receiver">Hears of frames and connections, on threads of the transport.</param>
    void Start(IPeerReceiver receiver);

    /// <summary>States the whole set of other brokers; connections to brokers no longer in it are closed.</summary>
    void SetPeers(IReadOnlyCollection<PeerAddress> peers);

    /// <summary>
    /// Queues a frame, whose one reference it takes over. Never blocks: when the peer is not connected or its queue is full the frame is
    /// dropped, which consensus recovers from.
    /// </summary>
    /// <returns>Whether the frame was queued, which does not say that it will arrive.</returns>
    bool Send(BrokerId to, PeerLane lane, PeerFrame frame);

    /// <summary>Whether frames to that broker are being taken.</summary>
    bool IsConnected(BrokerId peer);

    /// <summary>Closes all connections and stops listening; completes when nothing of it runs any more.</summary>
    Task StopAsync();
}
