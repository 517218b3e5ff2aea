using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Replication;

/// <summary>One connection that another broker (or a stranger) opened: checks the greeting, then reads frames until the end.</summary>
internal sealed class InboundConnection(
    Socket socket,
    BrokerId self,
    string clusterId,
    TcpPeerTransportOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Serves the connection on the calling thread until it ends, whoever ends it. Never throws for what the other side did.</summary>
    /// <param name="receiver">Takes the frames.</param>
    /// <param name="greeted">Told of the greeting once it is accepted.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The broker whose connection it was, or null when it never got past the greeting.</returns>
    public PeerHello? Run(IPeerReceiver receiver, Action<PeerHello> greeted, CancellationToken stop)
    {
        string remote = "unknown";
        PeerHello? peer = null;

        // A receive that blocks ends with its socket.
        using CancellationTokenRegistration stopping = stop.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
        try
        {
            remote = socket.RemoteEndPoint?.ToString() ?? remote;
            PeerSocket.Prepare(socket);
            using var reader = new PeerFrameReader(socket, options.MaxFrameBytes);
            peer = Greet(reader, remote);
            if (peer is { } hello)
            {
                greeted(hello);
                reader.Run(hello.From, receiver);
            }
        }
        catch (PeerProtocolException broken)
        {
            ReplicationLog.PeerBrokeProtocol(logger, remote, peer?.From ?? BrokerId.None, broken.Message);
        }
        catch (Exception end) when (end is SocketException or IOException or ObjectDisposedException)
        {
            ReplicationLog.InboundEnded(logger, remote, peer?.From ?? BrokerId.None, end.Message);
        }
        finally
        {
            socket.Dispose();
        }

        return peer;
    }

    private PeerHello? Greet(PeerFrameReader reader, string remote)
    {
        using ITimer timeout = time.CreateTimer(static socket => ((Socket)socket!).Dispose(), socket, options.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        var bytes = new byte[PeerHello.PrefixSize];
        reader.ReadExactly(bytes);
        HandshakeVerdict verdict = PeerHello.CheckPrefix(bytes, out ushort version, out int bodySize);
        PeerHello hello = default;
        if (verdict == HandshakeVerdict.Accepted)
        {
            Array.Resize(ref bytes, PeerHello.PrefixSize + bodySize);
            reader.ReadExactly(bytes.AsSpan(PeerHello.PrefixSize));
            verdict = PeerHello.TryDecode(bytes, out hello) ? Judge(hello) : HandshakeVerdict.Malformed;
        }

        string reason = Reason(verdict, hello, version);
        socket.Send(PeerWelcome.Encode(verdict, reason));
        if (verdict == HandshakeVerdict.Accepted)
        {
            return hello;
        }

        ReplicationLog.RefusedPeer(logger, remote, verdict, reason);
        socket.Shutdown(SocketShutdown.Send);
        return null;
    }

    private HandshakeVerdict Judge(in PeerHello hello)
    {
        if (hello.ClusterId != clusterId)
        {
            return HandshakeVerdict.WrongCluster;
        }

        if (hello.To != self)
        {
            return HandshakeVerdict.WrongBroker;
        }

        return hello.From == self ? HandshakeVerdict.SameBroker : HandshakeVerdict.Accepted;
    }

    private string Reason(HandshakeVerdict verdict, in PeerHello hello, ushort version) => verdict switch
    {
        HandshakeVerdict.Accepted => "",
        HandshakeVerdict.UnsupportedVersion => $"You speak peer protocol version {version}, this broker speaks {PeerHello.CurrentVersion}.",
        HandshakeVerdict.WrongCluster => $"You belong to cluster '{hello.ClusterId}', this broker to '{clusterId}'.",
        HandshakeVerdict.WrongBroker => $"You look for broker {hello.To.Value}, this is broker {self.Value}: check the peer addresses.",
        HandshakeVerdict.SameBroker => $"You call yourself broker {self.Value}, but that is this broker: two processes share an id.",
        _ => "The greeting is not that of a broker.",
    };
}
