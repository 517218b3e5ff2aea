using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using RaftLog.Client.Network;

namespace RaftLog.Client.Tests;

/// <summary>How long a client waits for a connection (KIP-601).</summary>
[CancelAfter(30_000)]
public sealed class ConnectTimeoutTests
{
    private readonly DnsEndPoint _endPoint = new("busy", 9092);
    private Channel<(CancellationToken Given, TaskCompletionSource<Stream> Answer)> _dialled = null!;
    private ManualTime _time = null!;
    private BrokerChannel _channel = null!;

    [SetUp]
    public void Create()
    {
        _time = new ManualTime();
        _dialled = Channel.CreateUnbounded<(CancellationToken, TaskCompletionSource<Stream>)>();
        var options = new ClientOptions
        {
            BootstrapServers = "busy:9092",
            TimeProvider = _time,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            ConnectTimeoutMax = TimeSpan.FromSeconds(10),
            Dial = async (_, cancellation) =>
            {
                var answer = new TaskCompletionSource<Stream>();
                await _dialled.Writer.WriteAsync((cancellation, answer), CancellationToken.None);
                return await answer.Task.WaitAsync(cancellation);
            },
        };
        _channel = new BrokerChannel(_endPoint, options, new MonotonicClock(_time), new Backoff(options, new Random(1)), NullLogger.Instance);
    }

    [TearDown]
    public async Task DisposeAsync() => await _channel.DisposeAsync();

    [Test]
    public async Task Timeout_DoublesWithEachInARow_UpToItsBound()
    {
        await AssertGivesUpAfterAsync(seconds: 3);
        await AssertGivesUpAfterAsync(seconds: 6);
        await AssertGivesUpAfterAsync(seconds: 10);
        await AssertGivesUpAfterAsync(seconds: 10);
    }

    [Test]
    public async Task Timeout_IsTheFirstAgain_AfterAnotherKindOfFailure()
    {
        await AssertGivesUpAfterAsync(seconds: 3);
        Task<BrokerConnection> attempt = _channel.GetAsync();
        (_, TaskCompletionSource<Stream> answer) = await _dialled.Reader.ReadAsync();
        answer.SetException(new IOException("refused"));
        await Assert.ThatAsync(() => attempt, Throws.InstanceOf<RaftLogException>());

        await AssertGivesUpAfterAsync(seconds: 3);
    }

    private async Task AssertGivesUpAfterAsync(int seconds)
    {
        Task<BrokerConnection> attempt = _channel.GetAsync();
        (CancellationToken given, _) = await _dialled.Reader.ReadAsync();

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.That(given.IsCancellationRequested, Is.False, $"less than {seconds} s");
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(given.IsCancellationRequested, Is.True, $"{seconds} s");
        RaftLogException? failure = await Assert.ThrowsAsync<RaftLogException>(() => attempt);
        Assert.That(failure!.Message, Does.Contain($"within 00:00:{seconds:00}"));
    }
}
