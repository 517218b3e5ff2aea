using System.Buffers.Binary;
using System.Net;
using RaftLog.Client.Network;
using RaftLog.Model;
using RaftLog.Protocol.Messages;

namespace RaftLog.Client.Tests;

/// <summary>Every request is answered or fails in its time, whatever the connection did before and however far its response has come.</summary>
[CancelAfter(30_000)]
public sealed class RequestDeadlineTests
{
    private ManualTime _time = null!;
    private DuplexStream _server = null!;
    private BrokerConnection _connection = null!;

    [SetUp]
    public void Start()
    {
        _time = new ManualTime();
        (DuplexStream client, _server) = DuplexStream.Pair();
        var options = new ClientOptions { BootstrapServers = "fake:9000", TimeProvider = _time };
        _connection = new BrokerConnection(new DnsEndPoint("fake", 9000), client, options, new MonotonicClock(_time));
        _connection.Start();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task ResponseThatEndsInTheMiddle_FailsWhenItsTimeIsOver()
    {
        Task answered = SendAsync(TimeSpan.FromSeconds(1));
        await _server.WriteAsync(Frame(correlationId: 0, bodyBytes: 100).AsMemory(0, 20));
        while (!answered.IsCompleted)
        {
            _time.AdvanceMs(100);
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => answered);
        Assert.That(failure!.ErrorCode, Is.EqualTo(ErrorCode.RequestTimedOut));
    }

    [Test]
    public async Task ShortDeadlineAfterALongOne_IsNotForgotten()
    {
        Task first = SendAsync(TimeSpan.FromMinutes(5));
        await _server.WriteAsync(Frame(correlationId: 0, bodyBytes: 1));
        await first;

        Task second = SendAsync(TimeSpan.FromSeconds(1));
        _time.AdvanceMs(2_000);

        var failure = await Assert.ThrowsAsync<RaftLogException>(() => second);
        Assert.That(failure!.ErrorCode, Is.EqualTo(ErrorCode.RequestTimedOut));
    }

    private Task<Received<HeartbeatResponse>> SendAsync(TimeSpan timeout) =>
        _connection.SendAsync<HeartbeatRequest, HeartbeatResponse>(new HeartbeatRequest { GroupId = "g", MemberId = "m" }, version: 0, timeout);

    // Version 0 of a heartbeat's response: an error code. What follows it is passed over.
    private static byte[] Frame(int correlationId, int bodyBytes)
    {
        byte[] frame = new byte[sizeof(int) + sizeof(int) + sizeof(short) + bodyBytes];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(sizeof(int)), correlationId);
        return frame;
    }
}
