using RaftLog.Model;

namespace RaftLog.Replication.Tests;

/// <summary>The transport between real sockets on loopback.</summary>
public sealed class TcpPeerTransportTests
{
    [Test]
    public async Task Frame_ArrivesWhole_WithControlAndPayload()
    {
        await using var one = new TcpBroker(1);
        await using var two = new TcpBroker(2);
        one.Knows(two.Address);
        await one.Receiver.NextConnectedAsync();

        bool queued = one.Transport.Send(two.Id, PeerLane.Control, Frames.Of("control"u8, "first "u8.ToArray(), "second"u8.ToArray()));

        Assert.That(queued, Is.True);
        ReceivedFrame frame = await two.Receiver.NextFrameAsync();
        Assert.Multiple(() =>
        {
            Assert.That(frame.From, Is.EqualTo(one.Id));
            Assert.That(frame.Control, Is.EqualTo("control"u8.ToArray()));
            Assert.That(frame.Payload, Is.EqualTo("first second"u8.ToArray()));
        });
    }

    [Test]
    public async Task ManyFramesOfAllSizes_ArriveInOrder_AndUnharmed()
    {
        await using var one = new TcpBroker(1);
        await using var two = new TcpBroker(2);
        one.Knows(two.Address);
        await one.Receiver.NextConnectedAsync();
        var random = new Random(7);
        var sent = new List<(byte[] Control, byte[] Payload)>();
        for (int i = 0; i < 200; i++)
        {
            var control = new byte[random.Next(0, 2_000)];
            var payload = new byte[random.Next(4) == 0 ? random.Next(0, 600_000) : random.Next(0, 300)];
            random.NextBytes(control);
            random.NextBytes(payload);
            sent.Add((control, payload));
            Assert.That(one.Transport.Send(two.Id, PeerLane.Control, Frames.Of(control, payload)), Is.True);
        }

        foreach ((byte[] control, byte[] payload) in sent)
        {
            ReceivedFrame frame = await two.Receiver.NextFrameAsync();
            Assert.That(frame.Control, Is.EqualTo(control));
            Assert.That(frame.Payload, Is.EqualTo(payload));
        }
    }

    [Test]
    public async Task BigFrame_IsReceivedWhole()
    {
        await using var one = new TcpBroker(1);
        await using var two = new TcpBroker(2);
        one.Knows(two.Address);
        await one.Receiver.NextConnectedAsync();
        var payload = new byte[20 << 20];
        new Random(3).NextBytes(payload);

        one.Transport.Send(two.Id, PeerLane.Control, Frames.Of("big"u8, payload));

        ReceivedFrame frame = await two.Receiver.NextFrameAsync();
        Assert.That(frame.Payload.AsSpan().SequenceEqual(payload), Is.True);
    }

    [Test]
    public async Task FrameBeyondTheLimit_ClosesTheConnection_AndIsNotTaken()
    {
        await using var one = new TcpBroker(1);
        await using var two = new TcpBroker(2, configure: options => options.MaxFrameBytes = 10_000);
        one.Knows(two.Address);
        await one.Receiver.NextConnectedAsync();

        one.Transport.Send(two.Id, PeerLane.Control, Frames.Of("big"u8, new byte[20_000]));

        Assert.That(await one.Receiver.NextLostAsync(), Is.EqualTo(two.Id));
        Assert.That(two.Receiver.HasFrame, Is.False);
        Assert.That(two.Log.Has(2205, "larger than the limit"), Is.True);
    }

    [Test]
    public async Task FrameThatTheReceiverRefuses_ClosesTheConnection_AndIsLogged()
    {
        await using var one = new TcpBroker(1);
        await using var two = new TcpBroker(2);
        two.Receiver.Objection = "damaged entries";
        one.Knows(two.Address);
        await one.Receiver.NextConnectedAsync();

        one.Transport.Send(two.Id, PeerLane.Control, Frames.Of("x"u8));

        Assert.That(await one.Receiver.NextLostAsync(), Is.EqualTo(two.Id));
        Assert.That(two.Log.Has(2205, "damaged entries"), Is.True);
    }

    [Test]
    public async Task PeerThatComesBack_IsReachedAgain_WithoutBeingAskedTo()
    {
        await using var one = new TcpBroker(1);
        var two = new TcpBroker(2);
        PeerAddress address = two.Address;
        one.Knows(address);
        await one.Receiver.NextConnectedAsync();

        await two.DisposeAsync();
        Assert.That(await one.Receiver.NextLostAsync(), Is.EqualTo(address.Broker));
        await using var again = new TcpBroker(2, port: address.Port);

        await one.Receiver.NextConnectedAsync();
        one.Transport.Send(address.Broker, PeerLane.Control, Frames.Of("hello again"u8));
        Assert.That((await again.Receiver.NextFrameAsync()).Control, Is.EqualTo("hello again"u8.ToArray()));
    }

    [Test]
    public async Task EndOfAPeer_IsNoticedByTheSideThatOnlyListens()
    {
        var one = new TcpBroker(1);
        await using var two = new TcpBroker(2);
        one.Knows(two.Address);
        await one.Receiver.NextConnectedAsync();
        one.Transport.Send(two.Id, PeerLane.Control, Frames.Of("x"u8));
        await two.Receiver.NextFrameAsync();

        await one.DisposeAsync();

        Assert.That(await two.Receiver.NextLostAsync(), Is.EqualTo(one.Id));
    }

    [Test]
    public async Task Send_DropsAndSaysSo_WhenThePeerIsNotConnected()
    {
        await using var one = new TcpBroker(1);

        Assert.That(one.Transport.Send(new BrokerId(2), PeerLane.Control, Frames.Of("x"u8)), Is.False);
        Assert.That(one.Transport.IsConnected(new BrokerId(2)), Is.False);
    }

    /// <summary>A stopped process still has its sockets: what is sent to it must not pile up.</summary>
    [Test]
    public async Task Send_DropsWholeFrames_WhenThePeerTakesNothing()
    {
        using var silent = new SilentBroker();
        await using var one = new TcpBroker(1, configure: options => options.QueueBytesPerPeer = 1 << 20);
        one.Knows(silent.Address);
        await one.Receiver.NextConnectedAsync();
        int queued = 0;
        for (int i = 0; i < 500; i++)
        {
            queued += one.Transport.Send(silent.Address.Broker, PeerLane.Control, Frames.Of("x"u8, new byte[100_000])) ? 1 : 0;
        }

        // What the queue and the socket buffers hold, and not a frame more.
        Assert.That(queued, Is.InRange(10, 400));
    }
}
