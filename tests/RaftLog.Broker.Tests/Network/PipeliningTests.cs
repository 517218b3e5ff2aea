using RaftLog.Broker.Tests.Support;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Network;

/// <summary>Many requests on one connection at once: they run side by side, are answered in order, and are bounded.</summary>
public sealed class PipeliningTests
{
    [Test]
    public async Task Responses_LeaveInTheOrderOfRequests_WhateverIsReadyFirst()
    {
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler);
        var client = listener.Connect();
        for (int name = 1; name <= 3; name++)
        {
            await client.SendAsync(new HeartbeatRequest { GenerationId = name }, version: 1);
        }

        handler.Release(3);
        handler.Release(2);
        var receiving = client.ReceiveAsync<HeartbeatResponse>(version: 1);
        Assert.That(receiving.IsCompleted, Is.False, "an answer overtook one that is not ready");
        handler.Release(1);

        Assert.That((await receiving).CorrelationId, Is.EqualTo(1));
        Assert.That((await client.ReceiveAsync<HeartbeatResponse>(version: 1)).CorrelationId, Is.EqualTo(2));
        Assert.That((await client.ReceiveAsync<HeartbeatResponse>(version: 1)).CorrelationId, Is.EqualTo(3));
    }

    [Test]
    public async Task Requests_BeyondTheCountInFlight_AreNotStarted_UntilOneIsAnswered()
    {
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler);
        listener.Options.MaxRequestsInFlight = 2;
        var client = listener.Connect();
        for (int name = 1; name <= 4; name++)
        {
            await client.SendAsync(new HeartbeatRequest { GenerationId = name }, version: 1);
        }

        handler.Release(1);
        await client.ReceiveAsync<HeartbeatResponse>(version: 1);
        await Eventually.HoldsAsync(() => handler.Started.Count == 3);

        Assert.That(handler.Started, Is.EqualTo(new[] { 1, 2, 3 }));
        for (int name = 2; name <= 4; name++)
        {
            handler.Release(name);
            await client.ReceiveAsync<HeartbeatResponse>(version: 1);
        }
    }

    [Test]
    public async Task Requests_BeyondTheBytesInFlight_StopTheReading_WhichStopsTheClient()
    {
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler);
        listener.Options.MaxRequestBytesInFlight = 1024;
        var client = listener.Connect(bufferBytes: 4096);
        var large = new string('m', 900);
        var sending = SendManyAsync(client, large, count: 50);

        await Eventually.HoldsAsync(() => handler.Started.Count == 1);
        Assert.That(sending.IsCompleted, Is.False, "the client could send 45 kB into 4 kB of buffers");

        for (int name = 1; name <= 50; name++)
        {
            handler.Release(name);
            Assert.That((await client.ReceiveAsync<HeartbeatResponse>(version: 1)).CorrelationId, Is.EqualTo(name));
        }

        await sending;
    }

    [Test]
    public async Task Request_LargerThanTheBytesInFlight_PassesAlone()
    {
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler);
        listener.Options.MaxRequestBytesInFlight = 1024;
        var client = listener.Connect();

        await client.SendAsync(new HeartbeatRequest { GenerationId = 1, MemberId = new string('m', 5000) }, version: 1);
        handler.Release(1);

        Assert.That((await client.ReceiveAsync<HeartbeatResponse>(version: 1)).Response.ThrottleTimeMs, Is.EqualTo(1));
    }

    [Test]
    public async Task Frame_LargerThanTheTransportsBuffer_IsGathered()
    {
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler);
        var client = listener.Connect(bufferBytes: 1024);
        handler.Release(1);

        await client.SendAsync(new HeartbeatRequest { GenerationId = 1, MemberId = new string('m', 20_000) }, version: 1);

        Assert.That((await client.ReceiveAsync<HeartbeatResponse>(version: 1)).CorrelationId, Is.EqualTo(1));
    }

    [Test]
    public async Task ClientThatHangsUp_EndsTheWaitsOfItsRequests()
    {
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler);
        var client = listener.Connect();
        await client.SendAsync(new HeartbeatRequest { GenerationId = 1 }, version: 1);
        await Eventually.HoldsAsync(() => handler.Started.Count == 1);

        await client.CloseAsync();

        await client.Serving.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task BrokerThatStops_EndsConnectionsOfClientsThatDoNotRead()
    {
        var handler = new HeldHandler();
        var listener = new TestListener(handler);
        var client = listener.Connect(bufferBytes: 512);
        for (int name = 1; name <= 40; name++)
        {
            handler.Release(name);
        }

        var sending = SendManyAsync(client, "member", count: 40);
        await listener.DisposeAsync();

        Assert.That(client.Serving.IsCompletedSuccessfully, Is.True);
        await sending;
    }

    private static async Task SendManyAsync(TestClient client, string memberId, int count)
    {
        for (int name = 1; name <= count; name++)
        {
            await client.SendAsync(new HeartbeatRequest { GenerationId = name, MemberId = memberId }, version: 1);
        }
    }
}
