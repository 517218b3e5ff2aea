#pragma warning disable RS0030 // The host is above the seams: it has the threads of the process.

using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace RaftLog.Server.Hosting;

/// <summary>Hands Kestrel's connections to the broker.</summary>
internal sealed class KafkaListener(BrokerService broker) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        // The listener is up before the node has started; whoever is that early waits, and gets an answer.
        var kafka = await broker.Kafka.WaitAsync(connection.ConnectionClosed);

        // Kestrel asks for connections to end when it stops, and cuts them only after a time: long waits must hear the first.
        var notification = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            connection.ConnectionClosed, notification?.ConnectionClosedRequested ?? CancellationToken.None);
        await kafka.ServeAsync(Transport(connection), connection.RemoteEndPoint?.ToString() ?? "unknown", ending.Token);
    }

    // Through Kestrel's pipe where there is no socket to send by.
    private static IDuplexPipe Transport(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        return connection.Features.Get<IConnectionSocketFeature>() is { } sending && connection.Features.Get<IMemoryPoolFeature>() is { } memory
            ? new SocketDuplex(input, new SocketOutput(sending.Socket, memory.MemoryPool, output))
            : connection.Transport;
    }
}
