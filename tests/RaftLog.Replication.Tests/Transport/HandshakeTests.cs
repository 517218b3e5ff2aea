using System.Net.Sockets;
using System.Text;
using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>Who may connect, and what is told to whoever may not.</summary>
public sealed class HandshakeTests
{
    [Test]
    public async Task BrokerOfAnotherCluster_IsRefused_AndBothSidesSayWhy()
    {
        await using var here = new TcpBroker(1, cluster: "blue");
        await using var stranger = new TcpBroker(2, cluster: "green");

        stranger.Knows(here.Address);

        await UntilLogged(stranger.Log, 2203, "You belong to cluster 'green', this broker to 'blue'.");
        await UntilLogged(here.Log, 2204, "WrongCluster");
        Assert.That(stranger.Transport.IsConnected(here.Id), Is.False);
    }

    [Test]
    public async Task BrokerThatLooksForAnotherId_IsRefused()
    {
        await using var here = new TcpBroker(1);
        await using var other = new TcpBroker(2);

        other.Knows(here.Address with { Broker = new BrokerId(3) });

        await UntilLogged(other.Log, 2203, "You look for broker 3, this is broker 1");
        await UntilLogged(here.Log, 2204, "WrongBroker");
    }

    [Test]
    public async Task BrokerWithOurOwnId_IsRefused()
    {
        await using var here = new TcpBroker(1);

        string answer = await GreetAsync(here, new PeerHello(1, here.Id, here.Id, PeerLane.Control, "test-cluster", "127.0.0.1", 1).Encode());

        Assert.That(answer, Does.Contain("two processes share an id"));
    }

    [Test]
    public async Task OtherProtocolVersion_IsRefused_BeforeItsBodyIsRead()
    {
        await using var here = new TcpBroker(1);

        string answer = await GreetAsync(here, new PeerHello(77, new BrokerId(2), here.Id, PeerLane.Control, "test-cluster", "127.0.0.1", 1).Encode());

        Assert.That(answer, Does.Contain("You speak peer protocol version 77, this broker speaks 1."));
        Assert.That(here.Log.Has(2204, "UnsupportedVersion"), Is.True);
    }

    [Test]
    public async Task Garbage_IsRefused_AndHarmsNobodyElse()
    {
        await using var here = new TcpBroker(1);
        await using var friend = new TcpBroker(2);
        friend.Knows(here.Address);
        await friend.Receiver.NextConnectedAsync();

        string answer = await GreetAsync(here, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));

        Assert.That(answer, Does.Contain("not that of a broker"));
        friend.Transport.Send(here.Id, PeerLane.Control, Frames.Of("still here"u8));
        Assert.That((await here.Receiver.NextFrameAsync()).Control, Is.EqualTo("still here"u8.ToArray()));
    }

    [Test]
    public async Task DamagedGreeting_IsRefused()
    {
        await using var here = new TcpBroker(1);
        byte[] hello = new PeerHello(1, new BrokerId(2), here.Id, PeerLane.Control, "test-cluster", "127.0.0.1", 1).Encode();
        hello[16] ^= 1;

        Assert.That(await GreetAsync(here, hello), Does.Contain("not that of a broker"));
    }

    [Test]
    public async Task GarbageAfterTheGreeting_ClosesTheConnection()
    {
        await using var here = new TcpBroker(1);
        using Socket socket = await ConnectAsync(here);
        await socket.SendAsync(new PeerHello(1, new BrokerId(2), here.Id, PeerLane.Control, "test-cluster", "127.0.0.1", 1).Encode());
        var welcome = new byte[PeerWelcome.PrefixSize];
        await socket.ReceiveAsync(welcome);
        var garbage = new byte[4_096];
        new Random(11).NextBytes(garbage);

        await socket.SendAsync(garbage);

        Assert.That(await ReadToEndAsync(socket), Is.Empty);
        await UntilLogged(here.Log, 2205, "used nothing of its last frame");
        Assert.That(here.Receiver.HasFrame, Is.False);
    }

    [Test]
    public async Task FlippedBitInAFrame_ClosesTheConnection()
    {
        await using var here = new TcpBroker(1);
        using Socket socket = await ConnectAsync(here);
        await socket.SendAsync(new PeerHello(1, new BrokerId(2), here.Id, PeerLane.Control, "test-cluster", "127.0.0.1", 1).Encode());
        byte[] frame = Frames.Bytes(Frames.Of("some control bytes"u8));
        frame[PeerFrame.HeaderSize + 3] ^= 0x10;

        await socket.SendAsync(frame);

        await ReadToEndAsync(socket);
        await UntilLogged(here.Log, 2205, "checksum");
        Assert.That(here.Receiver.HasFrame, Is.False);
    }

    private static async Task<Socket> ConnectAsync(TcpBroker broker)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(broker.Address.Host, broker.Address.Port);
        return socket;
    }

    private static async Task<string> GreetAsync(TcpBroker broker, byte[] greeting)
    {
        using Socket socket = await ConnectAsync(broker);
        await socket.SendAsync(greeting);
        return await ReadToEndAsync(socket);
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[1_024];
        try
        {
            while (await socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(20)) is > 0 and var received)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, received));
            }
        }
        catch (SocketException)
        {
            // Reset instead of closed: unread bytes were left over there.
        }

        return text.ToString();
    }

    private static async Task UntilLogged(LogLines log, int eventId, string part)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!log.Has(eventId, part))
        {
            Assert.That(patience.IsCancellationRequested, Is.False, $"No line {eventId} with '{part}'; got {string.Join("; ", log.Lines)}");
            await Task.Yield();
        }
    }
}
