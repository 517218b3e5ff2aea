#pragma warning disable RS0030 // The host is above the seams: it has the sockets of the process.

using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;

namespace RaftLog.Server.Hosting;

/// <summary>
/// The first client of a broker is the broker: it connects to its own Kafka listener and asks what clients ask first. The first request of each kind takes
/// tens of milliseconds, for what cannot be compiled ahead of time is compiled then (docs/adr/0009), and the client that would wait for it may be one whose
/// leader has just died. A listener that does not answer is told of in the log.
/// </summary>
internal static class FirstRequests
{
    private const string ClientId = "raftlog-self";

    /// <summary>Asks, and reads the answers; whatever they say will do.</summary>
    /// <param name="listener">Where the Kafka listener is bound.</param>
    /// <param name="logger">Told when there is no answer.</param>
    /// <param name="stopping">Ends the wait for answers, as when the broker stops before it knows the cluster's metadata.</param>
    public static async Task AskAsync(IPEndPoint listener, ILogger logger, CancellationToken stopping)
    {
        try
        {
            using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(Reachable(listener), stopping);
            await using var stream = new NetworkStream(socket);
            await ExchangeAsync(stream, ApiKey.ApiVersions, new ApiVersionsRequest { ClientSoftwareName = ClientId, ClientSoftwareVersion = "1" }, stopping);
            await ExchangeAsync(stream, ApiKey.Metadata, new MetadataRequest { Topics = [] }, stopping);
            await ExchangeAsync(stream, ApiKey.Produce, new ProduceRequest { Acks = -1 }, stopping);
            await ExchangeAsync(stream, ApiKey.Fetch, new FetchRequest { ReplicaId = -1, SessionEpoch = -1 }, stopping);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            ServerLog.ListenerSilent(logger, listener, error.Message);
        }
        catch (OperationCanceledException)
        {
            // The broker is stopping.
        }
    }

    private static async Task ExchangeAsync(NetworkStream stream, ApiKey key, IWireWritable request, CancellationToken stopping)
    {
        var bytes = new ArrayBufferWriter<byte>();
        KafkaFrame.WriteRequest(bytes, new RequestHeader(key, KafkaApi.Versions(key).Highest, CorrelationId: 0, ClientId), request);
        await stream.WriteAsync(bytes.WrittenMemory, stopping);
        byte[] prefix = new byte[KafkaFrame.SizePrefix];
        await stream.ReadExactlyAsync(prefix, stopping);
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)], stopping);
    }

    private static IPEndPoint Reachable(IPEndPoint listener) =>
        listener.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, listener.Port)
        : listener.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, listener.Port)
        : listener;
}
