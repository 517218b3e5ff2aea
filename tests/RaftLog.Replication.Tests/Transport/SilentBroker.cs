using System.Net;
using System.Net.Sockets;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>Accepts whoever greets it and then reads nothing more, like a process that was stopped.</summary>
internal sealed class SilentBroker : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _accepted = [];

    public SilentBroker()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public PeerAddress Address => new(new BrokerId(9), "127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);

    public void Dispose()
    {
        _listener.Dispose();
        foreach (Socket socket in _accepted)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync();
                _accepted.Add(socket);
                await socket.SendAsync(PeerWelcome.Encode(HandshakeVerdict.Accepted, ""));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
