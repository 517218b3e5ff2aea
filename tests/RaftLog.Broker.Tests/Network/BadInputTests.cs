using RaftLog.Broker.Tests.Support;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Tests.Network;

/// <summary>Whatever one client sends, only its own connection ends, with a line in the log that says why.</summary>
public sealed class BadInputTests
{
    [TestCase(new byte[] { 0x7f, 0xff, 0xff, 0xff }, TestName = "Frame_LargerThanTheLimit_ClosesOnlyItsConnection")]
    [TestCase(new byte[] { 0xff, 0xff, 0xff, 0xff }, TestName = "Frame_OfNegativeSize_ClosesOnlyItsConnection")]
    [TestCase(new byte[] { 0, 0, 0, 0 }, TestName = "Frame_WithoutAnything_ClosesOnlyItsConnection")]
    [TestCase(new byte[] { 0, 0, 0, 3, 1, 2, 3 }, TestName = "Frame_TooShortForAHeader_ClosesOnlyItsConnection")]
    [TestCase(new byte[] { 0, 0, 0, 10, 0, 12, 0, 0, 0, 0, 0, 1, 0xff, 0xff }, TestName = "Request_WithoutItsBody_ClosesOnlyItsConnection")]
    [TestCase(new byte[] { 0, 0, 0, 10, 0x4d, 0x2f, 0, 0, 0, 0, 0, 1, 0xff, 0xff }, TestName = "Request_OfUnknownApi_ClosesOnlyItsConnection")]
    [TestCase(new byte[] { 0, 0, 0, 10, 0, 12, 0, 99, 0, 0, 0, 1, 0xff, 0xff }, TestName = "Request_OfUnknownVersion_ClosesOnlyItsConnection")]
    [TestCase(new byte[] { 0x47, 0x45, 0x54, 0x20, 0x2f, 0x20, 0x48, 0x54, 0x54, 0x50 }, TestName = "WebBrowser_ClosesOnlyItsConnection")]
    public async Task Refuses(byte[] sent)
    {
        await using var listener = new TestListener(new HeldHandler());
        var other = listener.Connect(remote: "127.0.0.1:6000");
        var bad = listener.Connect(remote: "127.0.0.1:6666");

        await bad.SendRawAsync(sent);

        Assert.That(await bad.ReceiveFrameAsync(), Is.Null);
        await bad.Serving;
        Assert.That(listener.Log.Lines.Select(line => line.Text), Has.Exactly(1).Contains("127.0.0.1:6666"));
        var answer = await other.CallAsync(new ApiVersionsRequest(), version: 0);
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
    }

    [Test]
    public async Task RefusedRequest_IsLogged_WithApiKeyVersionAndClient()
    {
        await using var listener = new TestListener(new HeldHandler());
        var client = listener.Connect();

        await client.SendFrameAsync(0, 12, 0, 99, 0, 0, 0, 1, 0, 4, (byte)'k', (byte)'c', (byte)'a', (byte)'t', 0);
        await client.Serving;

        var line = listener.Log.Lines.Single(line => line.Id.Id == 4000).Text;
        Assert.That(line, Does.Contain("API key 12, version 99, client 'kcat'"));
    }

    [Test]
    public async Task ArrayThatClaimsMoreThanTheFrameHolds_IsRefusedBeforeAnythingIsAllocatedForIt()
    {
        await using var listener = new TestListener(new NullMetadataHandler());
        var client = listener.Connect();
        long before = GC.GetTotalAllocatedBytes(precise: true);

        // Metadata v1, no client id, 0x7fffffff topics.
        await client.SendFrameAsync(0, 3, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff);
        await client.Serving;

        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(16 << 20));
    }

    [Test]
    public async Task ConnectionThatEndsWithinAFrame_IsOver_AndNoted()
    {
        await using var listener = new TestListener(new HeldHandler());
        var client = listener.Connect();

        await client.SendRawAsync(0, 0, 0, 100, 1, 2, 3);
        await client.EndSendingAsync();
        await client.Serving;

        Assert.That(listener.Log.Lines.Select(line => line.Id.Id), Has.Member(4003));
    }

    [Test]
    public async Task RequestsBeforeAMalformedOne_AreStillAnswered()
    {
        await using var listener = new TestListener(new HeldHandler());
        var client = listener.Connect();

        await client.SendAsync(new ApiVersionsRequest(), version: 0);
        await client.SendFrameAsync(1, 2, 3);

        Assert.That((await client.ReceiveAsync<ApiVersionsResponse>(version: 0)).CorrelationId, Is.EqualTo(1));
        Assert.That(await client.ReceiveFrameAsync(), Is.Null);
    }

    [Test]
    public async Task DefectOfAHandler_ClosesTheConnection_AndIsAnErrorInTheLog()
    {
        var handler = new HeldHandler();
        await using var listener = new TestListener(handler);
        var client = listener.Connect();

        await client.SendAsync(new HeartbeatRequest { GenerationId = 1 }, version: 1);
        handler.Fail(1, new InvalidOperationException("a defect"));

        Assert.That(await client.ReceiveFrameAsync(), Is.Null);
        await client.Serving;
        Assert.That(listener.Log.Lines.Select(line => line.Id.Id), Has.Member(4004));
    }

    [Test]
    public async Task RandomBytes_NeverEndMoreThanTheirConnection([Range(1, 50)] int seed)
    {
        await using var listener = new TestListener(new HeldHandler(), new NullMetadataHandler());
        var random = new Random(seed);
        var bytes = new byte[random.Next(1, 400)];
        random.NextBytes(bytes);
        var garbage = listener.Connect();

        // Mostly with a plausible size and header, so that the decoders of the bodies get their share.
        await garbage.SendFrameAsync([0, (byte)random.Next(20), 0, (byte)random.Next(12), 0, 0, 0, 1, 0xff, 0xff, .. bytes]);
        await garbage.EndSendingAsync();
        await garbage.Serving;

        var answer = await listener.Connect().CallAsync(new ApiVersionsRequest(), version: 0);
        Assert.That(answer.ErrorCode, Is.EqualTo(ErrorCode.None));
        Assert.That(listener.Log.Lines.Select(line => line.Level), Has.None.EqualTo(Microsoft.Extensions.Logging.LogLevel.Error));
    }
}
