#pragma warning disable RS0030 // The host is above the seams: it has the threads of the process.

using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace RaftLog.Server.Hosting;

/// <summary>Hands Kestrel's connections to the broker.</summary>
internal sealed class KafkaListener(BrokerService broker, PollingThreads pollers) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        // The listener is up before the node has started; whoever is that early waits, and gets an answer.
        var kafka = await broker.Kafka.WaitAsync(connection.ConnectionClosed);

        // Kestrel asks for connections to end when it stops, and cuts them only after a time: long waits must hear the first.
        var notification = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            connection.ConnectionClosed, notification?.ConnectionClosedRequested ?? CancellationToken.None);
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        var thread = socket is null ? null : new StartingThread(pollers, socket);
        await kafka.ServeAsync(Transport(connection, socket), connection.RemoteEndPoint?.ToString() ?? "unknown", thread, ending.Token);
    }

    // Through Kestrel's pipe where there is no socket to send by.
    private static IDuplexPipe Transport(ConnectionContext connection, Socket? socket)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        return socket is not null && connection.Features.Get<IMemoryPoolFeature>() is { } memory
            ? new SocketDuplex(input, new SocketOutput(socket, memory.MemoryPool, output))
            : connection.Transport;
    }
}
