using Microsoft.AspNetCore.Connections;

namespace RaftLog.Broker;

/// <summary>Lets Kestrel hand its TCP (later TLS) connections to a <see cref="KafkaBroker"/>.</summary>
public sealed class KafkaConnectionHandler(KafkaBroker broker) : ConnectionHandler
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return broker.ServeAsync(connection.Transport, connection.RemoteEndPoint?.ToString() ?? "unknown", connection.ConnectionClosed);
    }
}
