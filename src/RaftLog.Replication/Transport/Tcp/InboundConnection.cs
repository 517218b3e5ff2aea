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
    /// <summary>Serves the connection until it ends, whoever ends it. Never throws for what the other side did.</summary>
    /// <param name="receiver">Takes the frames.</param>
    /// <param name="greeted">Told of the greeting once it is accepted.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The broker whose connection it was, or null when it never got past the greeting.</returns>
    public async Task<PeerHello?> RunAsync(IPeerReceiver receiver, Action<PeerHello> greeted, CancellationToken stop)
    {
        string remote = socket.RemoteEndPoint?.ToString() ?? "unknown";
        PeerHello? peer = null;
        try
        {
            socket.NoDelay = true;
            using var reader = new PeerFrameReader(socket, options.MaxFrameBytes);
            peer = await GreetAsync(reader, remote, stop);
            if (peer is { } hello)
            {
                greeted(hello);
                await reader.RunAsync(hello.From, receiver, stop);
            }
        }
        catch (PeerProtocolException broken)
        {
            ReplicationLog.PeerBrokeProtocol(logger, remote, peer?.From ?? BrokerId.None, broken.Message);
        }
        catch (Exception end) when (end is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            ReplicationLog.InboundEnded(logger, remote, peer?.From ?? BrokerId.None, end.Message);
        }
        finally
        {
            socket.Dispose();
        }

        return peer;
    }

    private async Task<PeerHello?> GreetAsync(PeerFrameReader reader, string remote, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(options.HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        var bytes = new byte[PeerHello.PrefixSize];
        await reader.ReadExactlyAsync(bytes, either.Token);
        HandshakeVerdict verdict = PeerHello.CheckPrefix(bytes, out ushort version, out int bodySize);
        PeerHello hello = default;
        if (verdict == HandshakeVerdict.Accepted)
        {
            Array.Resize(ref bytes, PeerHello.PrefixSize + bodySize);
            await reader.ReadExactlyAsync(bytes.AsMemory(PeerHello.PrefixSize), either.Token);
            verdict = PeerHello.TryDecode(bytes, out hello) ? Judge(hello) : HandshakeVerdict.Malformed;
        }

        string reason = Reason(verdict, hello, version);
        await socket.SendAsync(PeerWelcome.Encode(verdict, reason), SocketFlags.None, either.Token);
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
